package io.penstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.provider.Refusals.Refusal;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import io.penstock.resilience.Verdict.Cell;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {
    private static final int[] CLIENT_STATUSES = {400, 404, 405, 409, 412, 413, 415, 422};

    private static final Set<String> MISTAKES = Set.of("callers_fault", "too_long", "filtered", "incompatible");

    static Stream<Refusal> realErrors() {
        return Refusals.all().stream();
    }

    @ParameterizedTest
    @MethodSource("realErrors")
    void knowsWhatProvidersMean(Refusal row) {
        assertThat(labelled(row.verdict())).isEqualTo(row.means());
    }

    /** As the table has it: {@code rate_limited 7660}. */
    private static String labelled(Verdict verdict) {
        long millis = switch (verdict) {
            case Verdict.RateLimited(long retryAfterMillis) -> retryAfterMillis;
            case Verdict.ProviderFault(Fault fault, long retryAfterMillis) -> retryAfterMillis;
            default -> -1;
        };
        return verdict.label() + (millis < 0 ? "" : " " + millis);
    }

    private static Verdict fault(Fault fault) {
        return new Verdict.ProviderFault(fault);
    }

    static Stream<Object[]> errorsInside() {
        return Stream.of(
                inside("{'error':{'code':429,'message':'x'}}", new Verdict.RateLimited(-1)),
                inside("{'error':{'code':'503','message':'x'}}", fault(Fault.OVERLOADED)),
                inside("{'error':{'code':500,'message':'x','type':'server_error'}}", fault(Fault.SERVER_ERROR)),
                inside("{'error':{'code':400,'message':'maximum context length is 8'}}", new Verdict.TooLong()),
                inside("{'error':{'code':401,'message':'x'}}", new Verdict.BadKey()),
                inside("{'object':'error','message':'x','code':'3000','raw_status_code':504}", fault(Fault.TIMEOUT)),
                inside(
                        "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
                        fault(Fault.OVERLOADED)),
                inside("{'type':'error','error':{'type':'api_error','message':'x'}}", fault(Fault.SERVER_ERROR)),
                inside(
                        "{'type':'error','error':{'type':'invalid_request_error','message':'x'}}",
                        new Verdict.CallersFault()),
                inside(
                        "{'error':{'type':'rate_limit_error','message':'Please try again in 1.2s'}}",
                        new Verdict.RateLimited(1_200)),
                inside("{'error':{'status':'UNAVAILABLE','message':'x'}}", fault(Fault.OVERLOADED)),
                inside(
                        "{'error':{'status':'RESOURCE_EXHAUSTED','details':[{'retryDelay':'3s'}]}}",
                        new Verdict.RateLimited(3_000)),
                inside(
                        "{'error':{'message':'x','type':'invalid_request_error','code':'content_filter'}}",
                        new Verdict.Filtered()),
                inside("{'error':{'message':'x','type':'ModelStreamErrorException'}}", fault(Fault.SERVER_ERROR)),
                inside(
                        "{'error':{'code':'server_error','message':'Provider disconnected'},'choices':[{'finish_reason':'error'}]}",
                        fault(Fault.SERVER_ERROR)),
                inside(
                        "{'type':'response.failed','response':{'error':{'code':'rate_limit_exceeded','message':'x'}}}",
                        new Verdict.RateLimited(-1)),
                inside("{'x_groq':{'error':'over capacity'}}", fault(Fault.REPORTED)),
                inside("{'error':'it broke'}", fault(Fault.REPORTED)),
                inside("{'error':{'code':1234}}", fault(Fault.REPORTED)),
                inside("{'error':{'code':200}}", fault(Fault.REPORTED)),
                inside("{}", fault(Fault.REPORTED)),
                inside("<html>", fault(Fault.GARBLED)));
    }

    /** Anthropic's events, and exceptions of Bedrock's event streams as they are named there. */
    static Stream<Object[]> errorsInsideOfOtherDialects() {
        return Stream.of(
                inside("{'__type':'throttlingException','message':'x'}", new Verdict.RateLimited(-1)),
                inside("{'__type':'serviceUnavailableException','message':'x'}", fault(Fault.OVERLOADED)),
                inside("{'__type':'modelTimeoutException','message':'x'}", fault(Fault.TIMEOUT)),
                inside("{'__type':'validationException','message':'x'}", new Verdict.CallersFault()),
                inside("{'type':'error','error':{'type':'timeout_error','message':'x'}}", fault(Fault.TIMEOUT)),
                inside("{'type':'error','error':{'type':'billing_error','message':'x'}}", new Verdict.QuotaGone()));
    }

    private static Object[] inside(String body, Verdict means) {
        return new Object[] {body.replace('\'', '"'), means};
    }

    @ParameterizedTest
    @MethodSource({"errorsInside", "errorsInsideOfOtherDialects"})
    void knowsWhatAnErrorInsideAnAnswerMeans(String body, Verdict means) {
        UpstreamError error = UpstreamError.read(200, Buffer.buffer(body));
        assertThat(Verdicts.of(error, name -> null, 0)).isEqualTo(means);
    }

    @Test
    void passesOnWhenAnOverloadedProviderAsksToBeCalledAgain() {
        // Given
        UpstreamError error = UpstreamError.read(503, Buffer.buffer("{}"));
        Map<String, String> asked = Map.of("retry-after", "7", "x-ratelimit-reset-tokens", "6m0s");
        Map<String, String> usual = Map.of("x-ratelimit-reset-tokens", "6m0s", "x-ratelimit-remaining-tokens", "0");

        // Then
        assertThat(Verdicts.of(error, asked::get, 0)).isEqualTo(new Verdict.ProviderFault(Fault.OVERLOADED, 7_000));
        assertThat(Verdicts.of(error, usual::get, 0))
                .as("when limits are reset says nothing about overload")
                .isEqualTo(fault(Fault.OVERLOADED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incorrect API key provided",
                "Your credit balance is too low",
                "Account acme is suspended, possibly",
                "The provided model identifier is invalid.",
                "Invalid model: x"
            })
    void doesNotTakeWordsOfTheRequestThatAnErrorQuotesForTheProvidersOwn(String words) {
        // Given
        JsonObject quoting = new JsonObject()
                .put("message", "Invalid value: '" + words + "'")
                .put("param", words)
                .put("input", words);
        JsonObject validation = new JsonObject()
                .put("loc", new JsonArray().add("body").add(words))
                .put("msg", "Field required")
                .put("type", "missing")
                .put("input", words);

        // Then
        for (JsonObject body : List.of(
                new JsonObject().put("error", quoting),
                new JsonObject().put("detail", new JsonArray().add(validation)))) {
            UpstreamError error = UpstreamError.read(422, body.toBuffer());
            assertThat(Verdicts.of(error, name -> null, 0)).isEqualTo(new Verdict.CallersFault());
        }
    }

    @Test
    void chargesNobodyForACallersMistakeHoweverItsBodyIsMutated() {
        List<Refusal> mistakes = Refusals.all().stream()
                .filter(row -> row.status() >= 400 && row.status() < 500)
                .filter(row -> MISTAKES.contains(row.means()))
                .toList();
        assertThat(mistakes).hasSizeGreaterThan(40);
        for (Refusal row : mistakes) {
            assertThat(row.verdict().cell()).as("%s", row).isEqualTo(Cell.NOBODY);
        }
        Seeded.check(2_000, random -> {
            Refusal row = mistakes.get(random.nextInt(mistakes.size()));
            int status = CLIENT_STATUSES[random.nextInt(CLIENT_STATUSES.length)];
            UpstreamError error = UpstreamError.read(status, Mutations.of(random, row.body()));
            assertThat(Verdicts.of(error, row.headers()::get, 0).cell()).isNotEqualTo(Cell.PROVIDER);
        });
    }

    @Test
    void chargesTheProviderForNoBodyWithAStatusOfTheCallersMistake() {
        List<Refusal> rows = Refusals.all();
        Seeded.check(5_000, random -> {
            // Given
            int status = CLIENT_STATUSES[random.nextInt(CLIENT_STATUSES.length)];
            Refusal row = rows.get(random.nextInt(rows.size()));
            Buffer body = random.nextBoolean() ? Buffer.buffer(row.body()) : wordsOfAllKinds(random, rows);

            // When
            Verdict verdict = Verdicts.of(UpstreamError.read(status, body), row.headers()::get, random.nextLong());

            // Then
            assertThat(verdict.cell()).as("%d %s", status, body).isNotEqualTo(Cell.PROVIDER);
        });
    }

    /** A body put together from the words and sentences of several. */
    private static Buffer wordsOfAllKinds(Random random, List<Refusal> rows) {
        JsonObject error = new JsonObject();
        for (String name : List.of("type", "code", "status", "message", "error_type", "__type")) {
            UpstreamError other = rows.get(random.nextInt(rows.size())).read();
            error.put(name, Seeded.oneOf(random, other.type(), other.code(), other.message(), other.status()));
        }
        return (random.nextBoolean() ? error : new JsonObject().put("error", error)).toBuffer();
    }

    @Test
    void neverThrowsWhateverStatusHeadersAndBodySay() {
        List<Refusal> rows = Refusals.all();
        Seeded.check(3_000, random -> {
            Refusal row = rows.get(random.nextInt(rows.size()));
            String junk = Mutations.of(random, row.body()).toString();
            int status = random.nextInt(-1, 700);
            UpstreamError error = UpstreamError.read(status, Mutations.of(random, row.body()));
            assertThat(Verdicts.of(error, name -> random.nextBoolean() ? junk : null, random.nextLong()))
                    .isNotNull();
            UpstreamError made = new UpstreamError(status, junk, junk, junk, null);
            assertThat(Verdicts.of(made, name -> null, random.nextLong())).isNotNull();
        });
    }

    @Test
    void searchesOnlyTheBeginningOfAMessage() {
        // Given
        String hostile = "supported ".repeat(25_000) + "prompt is too long";
        UpstreamError error = new UpstreamError(400, null, null, hostile, null);

        // Then
        assertThat(Verdicts.of(error, name -> null, 0)).isEqualTo(new Verdict.CallersFault());
        assertThat(UpstreamError.read(
                                400, new JsonObject().put("error", hostile).toBuffer())
                        .message())
                .hasSize(1_000);
    }
}
