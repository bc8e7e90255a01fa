package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that leave at every point of a call: the work for them ends, and nobody is blamed for it. */
class ClientLeavesScenarioTest {
    /** One second is promised and shown in the table; a machine with other work to do is given more. */
    private static final int STOPPED_MILLIS_MAX = 5_000;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("alone", "hedged", "rescued"), """
                resilience: {breaker: {streak: 3, outcomes_min: 3, failure_percent: 10}}
                rules:
                  - {models: ["alone*"]}
                  - {models: ["hedged*"], hedge_after_seconds: 1, hedge_answer_seconds: 1, fallbacks: [second/sim-silent]}
                  - {models: ["rescued*"], fallbacks: [second/sim-first-token-20]}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sim-silent, fin, true, 1",
        "sim-silent, rst, true, 20",
        "sim-silent, fin, false, 20",
        "sim-silent, rst, false, 1",
        "sim-first-token-20, fin, true, 20",
        "sim-first-token-20, rst, true, 1",
        "sim-stall-20, fin, false, 1",
        "sim-stall-20, rst, false, 20"
    })
    void stopsTheProviderWhoseFirstTokenNobodyWaitsFor(String model, String how, boolean streaming, int callers)
            throws Exception {
        // Given
        String asked = stage.fresh("alone") + "/" + model;
        long written = stage.first.written();
        List<RawCaller> all = call(asked, streaming, callers);
        Await.until("all are asked", () -> stage.first.open() == callers);
        if (!model.equals("sim-silent")) {
            Await.until("they answer", () -> stage.first.written() > written);
        }
        // When
        leave(all, how);
        // Then
        long millis = stopped();
        assertThat(rows(asked, callers)).containsExactly("client_cancelled 0 up:cancelled");
        nobodyIsBlamed(asked);
        told(model + ", " + how + (streaming ? ", stream" : ", whole"), callers, asked, millis);
    }

    @ParameterizedTest
    @CsvSource({"fin, 1", "rst, 1", "fin, 20", "rst, 20"})
    void stopsTheProviderInTheMiddleOfAStreamAndCountsWhatItSaid(String how, int callers) throws Exception {
        // Given
        double tokens = stage.gateway.metric("model_tokens_generated_total");
        String asked = stage.fresh("alone") + "/sim-200x20";
        List<RawCaller> all = call(asked, true, callers);
        for (RawCaller caller : all) {
            assertThat(caller.head()).startsWith("HTTP/1.1 200");
            for (int chunk = 0; chunk < 5; chunk++) {
                assertThat(caller.chunk()).isNotEmpty();
            }
        }
        // When
        leave(all, how);
        // Then
        long millis = stopped();
        assertThat(rows(asked, callers)).containsExactly("client_cancelled 200 up:cancelled");
        assertThat(stage.gateway.metric("model_tokens_generated_total") - tokens)
                .isGreaterThanOrEqualTo(4 * callers);
        nobodyIsBlamed(asked);
        told("mid-stream, " + how, callers, asked, millis);
    }

    @ParameterizedTest
    @CsvSource({"rst, true, 20", "fin, false, 20"})
    void stopsBothProvidersOfAHedge(String how, boolean streaming, int callers) throws Exception {
        // Given
        String asked = stage.fresh("hedged") + "/sim-silent";
        List<RawCaller> all = call(asked, streaming, callers);
        Await.until("both are asked", () -> stage.first.open() == callers && stage.second.open() == callers);
        // When
        leave(all, how);
        // Then
        long millis = stopped();
        assertThat(rows(asked, callers)).containsExactly("client_cancelled 0 up:cancelled,second:cancelled");
        nobodyIsBlamed(asked);
        told("while hedged, " + how + (streaming ? ", stream" : ", whole"), callers, asked, millis);
    }

    @ParameterizedTest
    @CsvSource({"fin, true, 1", "rst, false, 20"})
    void asksNobodyAgainForACallerThatLeftDuringAPause(String how, boolean streaming, int callers) throws Exception {
        // Given
        String model = callers == 1 ? "sim-429-retry-2" : "sim-429-retry-2.001";
        String asked = stage.fresh("alone") + "/" + model;
        int before = stage.first.asked(model);
        List<RawCaller> all = call(asked, streaming, callers);
        stage.gateway.awaitOpenCalls(callers);
        Await.until("one is refused", () -> stage.first.asked(model) > before && stage.first.open() == 0);
        // When
        leave(all, how);
        // Then
        long left = System.nanoTime();
        stage.gateway.awaitOpenCalls(0);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
        // Of many, some may leave while their own request still waits for a connection.
        assertThat(rows(asked, callers))
                .contains("client_cancelled 0 up:429")
                .isSubsetOf("client_cancelled 0 up:429", "client_cancelled 0 up:cancelled", "client_cancelled 0 ");
        told("while pausing for Retry-After, " + how, callers, asked, millis);
        int asks = stage.first.asked(model);
        // Then, when a later caller has waited for the same time
        try (RawCaller later = RawCaller.of(stage.gateway)) {
            later.chat(Heard.request(asked, false, Stage.PROMPT));
            assertThat(later.answer().status()).isEqualTo(429);
        }
        assertThat(stage.first.asked(model) - asks).isBetween(1, 3);
    }

    @ParameterizedTest
    @CsvSource({"fin, 1", "rst, 20"})
    void stopsARescue(String how, int callers) throws Exception {
        // Given
        String asked = stage.fresh("rescued") + "/sim-cut-10";
        List<RawCaller> all = call(asked, true, callers);
        for (RawCaller caller : all) {
            assertThat(caller.head()).startsWith("HTTP/1.1 200");
        }
        Await.until("the rescuer is asked", () -> stage.second.open() == callers);
        // When
        leave(all, how);
        // Then
        long millis = stopped();
        Set<String> rows = rows(asked, callers);
        assertThat(rows).containsExactly("client_cancelled 200 up:cut,second:cancelled");
        told("while rescued, " + how, callers, asked, millis);
    }

    @Test
    void writesHowManyTokensACallerHadThatLeft() throws Exception {
        // Given
        String asked = stage.fresh("alone") + "/sim-100x20";
        List<RawCaller> all = call(asked, true, 1);
        assertThat(all.getFirst().head()).startsWith("HTTP/1.1 200");
        for (int chunk = 0; chunk < 8; chunk++) {
            assertThat(all.getFirst().chunk()).isNotEmpty();
        }
        // When
        leave(all, "fin");
        // Then
        rows(asked, 1);
        String tokens = stage.gateway
                .database()
                .ask("select output_tokens >= 7 and not usage_reported from llm_usage_logs where model_asked = '"
                        + asked + "'");
        assertThat(tokens).isEqualTo("t");
    }

    private static List<RawCaller> call(String asked, boolean streaming, int callers) throws IOException {
        List<RawCaller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(RawCaller.of(stage.gateway).chat(Heard.request(asked, streaming, Stage.PROMPT)));
        }
        return all;
    }

    private static void leave(List<RawCaller> callers, String how) throws IOException {
        for (RawCaller caller : callers) {
            if (how.equals("rst")) {
                caller.reset();
            } else {
                caller.close();
            }
        }
    }

    /** How long it took until no provider worked any more. */
    private static long stopped() {
        long left = System.nanoTime();
        try {
            Await.until("no open request", () -> stage.first.open() + stage.second.open() == 0);
        } catch (AssertionError stuck) {
            double calls = stage.gateway.metric("penstock_open_calls");
            throw new AssertionError(
                    "first " + stage.first.open() + ", second " + stage.second.open() + ", calls " + calls, stuck);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
        assertThat(millis).isLessThan(STOPPED_MILLIS_MAX);
        return millis;
    }

    private static Set<String> rows(String asked, int callers) throws Exception {
        String where = " from llm_usage_logs where model_asked = '" + asked + "'";
        stage.gateway.awaitRow("select count(*)" + where, String.valueOf(callers));
        String rows = stage.gateway
                .database()
                .ask("select string_agg(distinct outcome || ' ' || coalesce(http_status, 0) || ' ' || coalesce("
                        + Scene.ATTEMPTS + ", ''), ';')" + where);
        String provider = asked.substring(0, asked.indexOf('/'));
        return Set.of(rows.replace(provider + ":", "up:").split(";"));
    }

    /** A breaker that had counted anything would have opened. */
    private static void nobodyIsBlamed(String asked) throws IOException {
        String fine = asked.substring(0, asked.indexOf('/')) + "/sim-fast";
        try (RawCaller caller = RawCaller.of(stage.gateway)) {
            RawCaller.Answer answer =
                    caller.chat(Heard.request(fine, false, Stage.PROMPT)).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-penstock-attempts")).endsWith(":200").doesNotContain(",");
        }
    }

    /** The time in the table is the one from the last caller's leaving to the end of all work. */
    private static void told(String when, int callers, String asked, long millis) throws Exception {
        ScenarioTable.put("caller leaves: " + when + ", " + callers, Set.of("-"), rows(asked, callers), millis);
    }
}
