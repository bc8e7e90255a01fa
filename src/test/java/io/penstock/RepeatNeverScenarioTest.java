package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a call is sent at most: what its caller forbids, and what its rule allows over all kinds of attempts. */
class RepeatNeverScenarioTest {
    private static final String NEVER = "x-penstock-repeat: never";
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(
                List.of("backed", "one", "two", "three", "four"), """
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}, hedge_after_seconds: 1, hedge_answer_seconds: 1}
                timeouts: {first_token_seconds: 3, answer_seconds: 3, idle_seconds: 1}
                rules:
                  - {models: ["backed*"], fallbacks: [second/sim-fast]}
                  - {models: ["one*"], attempts_max: 1, fallbacks: [second/sim-silent, third/sim-fast]}
                  - {models: ["two*"], attempts_max: 2, fallbacks: [second/sim-silent, third/sim-fast]}
                  - {models: ["three*"], attempts_max: 3, fallbacks: [second/sim-silent, third/sim-cut-20]}
                  - {models: ["four*"], attempts_max: 4, fallbacks: [second/sim-silent, third/sim-cut-20, fourth/sim-fast]}
                """, List.of(Stage.entry("fourth", Stage.SECOND)));
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sim-reset, true, 502, reset, 1",
        "sim-reset, false, 502, reset, 20",
        "sim-status-500, true, 500, 500, 20",
        "sim-silent, true, 504, timeout, 1",
        "sim-silent, false, 504, timeout, 20",
        "sim-first-token-20, true, 504, timeout, 20"
    })
    void sendsACallOnceThatMayHaveRun(String model, boolean streaming, int status, String result, int callers)
            throws Exception {
        // Given
        Scene scene = stage.scene("backed", model, callers, streaming).with(NEVER);
        // When
        scene.played();
        // Then
        assertThat(scene.heard()).allMatch(one -> one.status() == status);
        assertThat(scene.attempts()).containsExactly("up:" + result);
        assertThat(scene.askedFirst()).isEqualTo(callers);
        assertThat(scene.askedSecond()).isZero();
        scene.nobodyWorksOn().rows();
        scene.told(model + ", repeat never, fallback");
    }

    @ParameterizedTest
    @CsvSource({"429, true, 1", "429, false, 20", "503, true, 20", "503, false, 1", "402, true, 1", "404, true, 20"})
    void asksAnotherWhereACallCannotHaveRun(int status, boolean streaming, int callers) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-status-" + status, callers, streaming)
                .with(NEVER);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts())
                .isSubsetOf("up:" + status + ",second:200", "second:200")
                .contains("up:" + status + ",second:200");
        scene.rows();
        scene.told(status + ", repeat never, fallback");
    }

    @ParameterizedTest
    @CsvSource({"sim-cut-40, 1", "sim-cut-40, 20", "sim-stall-40, 20"})
    void rescuesNothingOfACallThatMayNotRunTwice(String model, int callers) throws Exception {
        // Given
        Scene scene = stage.scene("backed", model, callers, true).with(NEVER);
        // When
        scene.played();
        // Then
        assertThat(scene.heard())
                .allMatch(one -> one.hasErrorEvent() && !one.answer().whole() && one.dones() == 0);
        assertThat(scene.askedSecond()).isZero();
        assertThat(scene.rows()).hasSize(1).allMatch(row -> row.startsWith("stream_broken 200 up/" + model));
        scene.nobodyWorksOn().told(model + ", repeat never, fallback");
    }

    @Test
    void sendsOneRequestWhereOneIsAllowed() throws Exception {
        // Given
        Scene scene = stage.scene("one", "sim-status-503", 20, true);
        // When
        scene.played();
        // Then
        assertThat(scene.heard()).allMatch(one -> one.status() == 503);
        assertThat(scene.rows()).containsExactly("provider_refused 503 up/sim-status-503 - up:503");
        scene.told("503, attempts_max 1");
    }

    @Test
    void countsAFallbackSoThatNoHedgeIsLeft() throws Exception {
        // Given
        Scene scene = stage.scene("two", "sim-status-503", 20, true);
        // When
        scene.played();
        // Then
        assertThat(scene.heard()).allMatch(one -> one.status() == 503 || one.status() == 504);
        assertThat(scene.rows()).hasSize(1).allMatch(row -> row.endsWith(" up:503,second:timeout"));
        scene.took(Duration.ofSeconds(3), PATIENCE).nobodyWorksOn().told("503, then silence, attempts_max 2");
    }

    @Test
    void countsFallbacksAndHedgesSoThatNoRescueIsLeft() throws Exception {
        // Given
        Scene scene = stage.scene("three", "sim-status-503", 20, true);
        // When
        scene.played();
        // Then
        assertThat(scene.heard()).allMatch(one -> one.hasErrorEvent() && one.dones() == 0);
        assertThat(scene.attempts()).containsExactly("up:503,second:outrun,third:200");
        assertThat(scene.rows())
                .containsExactly("stream_broken 200 third/sim-cut-20 20 up:503,second:outrun,third:cut");
        scene.nobodyWorksOn().told("503, hedged silence, then cut, attempts_max 3");
    }

    @Test
    void rescuesWithTheAttemptThatIsLeftAfterAFallbackAndAHedge() throws Exception {
        // Given
        Scene scene = stage.scene("four", "sim-status-503", 20, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.rows())
                .containsExactly("completed 200 fourth/sim-fast 80 up:503,second:outrun,third:cut,fourth:200");
        scene.told("503, hedged silence, then cut, attempts_max 4");
    }
}
