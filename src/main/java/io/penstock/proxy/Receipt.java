package io.penstock.proxy;

import io.penstock.call.Attempt;
import io.penstock.call.TokenUsage;
import io.penstock.chat.Slice;
import io.penstock.json.JsonWriter;
import io.penstock.routing.CallCosts;
import io.penstock.routing.Plan;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Target;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told of its call beside the answer: the member {@code _metadata} of a Chat answer.
 *
 * @param target who answered
 * @param level the power level that decided, where one did
 * @param costUsd as a plain decimal number; {@code null} where it is not known
 * @param attempts requests made upstream, this answer's included
 */
record Receipt(
        Target target, @Nullable PowerLevel level, @Nullable String costUsd, int attempts) {
    private static final int BYTES_MIN = 192;

    /** Of an answer whose usage is known. It is under way, and another may be that is about to lose. */
    static Receipt of(UpstreamCall call, TokenUsage usage) {
        Exchange exchange = call.exchange;
        Plan plan = exchange.plan;
        Target target = call.target();
        return new Receipt(
                target,
                plan == null ? null : plan.level(),
                cost(exchange, target, usage),
                exchange.attempts.size() + exchange.running.size());
    }

    /** As the row will have it. */
    private static @Nullable String cost(Exchange exchange, Target target, TokenUsage usage) {
        if (exchange.snapshot == null) {
            return null;
        }
        List<Attempt> attempts = new ArrayList<>(exchange.attempts);
        attempts.add(new Attempt(target.provider(), target.model(), "200", 0, usage));
        BigDecimal cost = new CallCosts(exchange.snapshot.policy().cards(), exchange.startedMillis).of(attempts);
        return cost == null ? null : cost.stripTrailingZeros().toPlainString();
    }

    /** A member to be written behind others: {@code ,"_metadata":{...}}. */
    Buffer member() {
        JsonWriter out = new JsonWriter(BYTES_MIN);
        out.text(",\"_metadata\":").object();
        out.put("provider_used", target.provider()).put("model_used", target.model());
        if (level == null) {
            out.putNull("power_level");
        } else {
            out.put("power_level", level.label());
        }
        if (costUsd == null) {
            out.putNull("cost_incurred");
        } else {
            out.raw("cost_incurred", Slice.of(costUsd));
        }
        out.put("attempts", attempts).endObject();
        return out.toBuffer();
    }

    /** An object with that member as its last; the very same buffer where it is no object, or an empty one. */
    Buffer addedTo(Buffer json) {
        int brace = lastBrace(json);
        if (brace < 0) {
            return json;
        }
        Buffer member = member();
        return Buffer.buffer(json.length() + member.length())
                .appendBuffer(json, 0, brace)
                .appendBuffer(member)
                .appendBuffer(json, brace, json.length() - brace);
    }

    /** Where an object with members ends; {@code -1} where there is none. */
    private static int lastBrace(Buffer json) {
        int first = 0;
        while (first < json.length() && json.getByte(first) <= ' ') {
            first++;
        }
        int last = last(json, json.length());
        boolean object = last > first && json.getByte(first) == '{' && json.getByte(last) == '}';
        return object && last(json, last) > first ? last : -1;
    }

    /** The last byte before this place that is no white space. */
    private static int last(Buffer json, int end) {
        int at = end - 1;
        while (at >= 0 && json.getByte(at) <= ' ') {
            at--;
        }
        return at;
    }
}
