package io.penstock.usage;

import io.penstock.call.Attempt;
import io.penstock.call.CallRecord;
import io.penstock.call.TokenUsage;
import io.penstock.json.JsonWriter;
import io.penstock.routing.ModelCards;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one statement that writes finished calls, a column an array; a row that is there already stays as it is. */
final class UsageBatch {
    static final String SQL = """
            insert into llm_usage_logs (
                call_id, started_at, key_id, key_name, method_path, provider, model_asked, model_used, streaming,
                outcome, http_status, attempts, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                reasoning_tokens, usage_reported, first_token_millis, duration_millis, error_code, cost_usd,
                power_level, saved_usd)
            select call_id, started_at, key_id, key_name, method_path, provider, model_asked, model_used, streaming,
                outcome, http_status, attempts::jsonb, input_tokens, cached_input_tokens, cache_write_tokens,
                output_tokens, reasoning_tokens, usage_reported, first_token_millis, duration_millis, error_code,
                cost_usd::numeric, power_level, saved_usd::numeric
            from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::bool[], $10::text[], $11::int[], $12::text[], $13::int8[], $14::int8[], $15::int8[],
                $16::int8[], $17::int8[], $18::bool[], $19::int[], $20::int[], $21::text[],
                $22::text[], $23::text[], $24::text[])
                as call(call_id, started_at, key_id, key_name, method_path, provider, model_asked, model_used,
                    streaming, outcome, http_status, attempts, input_tokens, cached_input_tokens,
                    cache_write_tokens, output_tokens, reasoning_tokens, usage_reported, first_token_millis,
                    duration_millis, error_code, cost_usd, power_level, saved_usd)
            on conflict do nothing
            """;

    /** What one attempt usually takes; more is no matter. */
    private static final int ATTEMPT_BYTES = 160;

    private UsageBatch() {}

    static Tuple tuple(List<CallRecord> calls, ModelCards cards) {
        Tuple tuple = Tuple.tuple();
        tuple.addValue(column(calls, UUID.class, CallRecord::callId));
        tuple.addValue(column(calls, OffsetDateTime.class, UsageBatch::startedAt));
        tuple.addValue(column(calls, UUID.class, CallRecord::keyId));
        tuple.addValue(column(calls, String.class, call -> storable(call.keyName())));
        tuple.addValue(column(calls, String.class, CallRecord::route));
        tuple.addValue(column(calls, String.class, CallRecord::provider));
        tuple.addValue(column(calls, String.class, call -> storable(call.modelAsked())));
        tuple.addValue(column(calls, String.class, call -> storable(call.modelUsed())));
        tuple.addValue(column(calls, Boolean.class, CallRecord::streaming));
        tuple.addValue(column(calls, String.class, call -> call.outcome().label()));
        tuple.addValue(column(calls, Integer.class, call -> call.status() == 0 ? null : call.status()));
        tuple.addValue(column(calls, String.class, call -> storable(attempts(call.attempts()))));
        tuple.addValue(column(calls, Long.class, tokens(call -> call.usage().input())));
        tuple.addValue(column(calls, Long.class, tokens(call -> call.usage().cachedInput())));
        tuple.addValue(column(calls, Long.class, tokens(call -> call.usage().cacheWrite())));
        tuple.addValue(column(calls, Long.class, call -> output(call.usage())));
        tuple.addValue(column(calls, Long.class, tokens(call -> call.usage().reasoning())));
        tuple.addValue(column(calls, Boolean.class, call -> call.usage().reported()));
        tuple.addValue(column(calls, Integer.class, call -> millis(call.firstTokenMillis())));
        tuple.addValue(column(calls, Integer.class, call -> millis(call.durationMillis())));
        tuple.addValue(column(calls, String.class, call -> storable(call.errorCode())));
        tuple.addValue(column(calls, String.class, call -> text(Costs.of(call, cards))));
        tuple.addValue(column(calls, String.class, CallRecord::powerLevel));
        tuple.addValue(column(calls, String.class, call -> text(Costs.saved(call, cards))));
        return tuple;
    }

    private static <T> Object column(List<CallRecord> calls, Class<T> type, Function<CallRecord, @Nullable T> value) {
        Object column = Array.newInstance(type, calls.size());
        for (int i = 0; i < calls.size(); i++) {
            Array.set(column, i, value.apply(calls.get(i)));
        }
        return column;
    }

    private static OffsetDateTime startedAt(CallRecord call) {
        return Instant.ofEpochMilli(call.startedAtMillis()).atOffset(ZoneOffset.UTC);
    }

    /** Unknown is null, not zero. */
    private static Function<CallRecord, @Nullable Long> tokens(Function<CallRecord, Long> count) {
        return call -> call.usage().reported() ? count.apply(call) : null;
    }

    /** Where nobody reported it, the parts of the answer that were counted. */
    private static @Nullable Long output(TokenUsage usage) {
        return usage.reported() || usage.output() > 0 ? usage.output() : null;
    }

    private static @Nullable Integer millis(long millis) {
        return millis < 0 ? null : (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static String attempts(List<Attempt> attempts) {
        JsonWriter json = new JsonWriter(ATTEMPT_BYTES * attempts.size()).text("[");
        for (Attempt attempt : attempts) {
            json.object()
                    .put("provider", attempt.provider())
                    .put("model", storable(attempt.model()))
                    .put("result", attempt.result())
                    .put("millis", attempt.millis());
            TokenUsage usage = attempt.usage();
            if (usage.reported()) {
                json.put("input_tokens", usage.input());
            }
            json.put("output_tokens", output(usage)).endObject();
        }
        return json.text("]").toBuffer().toString();
    }

    /** PostgreSQL's text holds no NUL, and JSON text with one is refused as well. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
