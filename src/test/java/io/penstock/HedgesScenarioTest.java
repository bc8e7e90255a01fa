package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that are silent so long that another one is asked beside them. */
class HedgesScenarioTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("hedged"), """
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
                timeouts: {heartbeat_seconds: 1}
                rules:
                  - {models: ["hedged*"], hedge_after_seconds: 1, hedge_answer_seconds: 1, fallbacks: [second/sim-fast]}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sim-silent, 1, true",
        "sim-silent, 1, false",
        "sim-silent, 20, true",
        "sim-silent, 20, false",
        "sim-headers-20, 20, true",
        "sim-first-token-20, 1, true",
        "sim-first-token-20, 20, true",
        "sim-pings-20, 1, true",
        "sim-pings-20, 20, true",
        "sim-pings-20, 20, false"
    })
    void asksAnotherBesideASilentProviderAndStopsTheLoserAtOnce(String model, int callers, boolean streaming)
            throws Exception {
        // Given
        int cancelled = stage.first.cancelled();
        Scene scene = stage.scene("hedged", model, callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().took(SECOND, PATIENCE).nobodyWorksOn();
        assertThat(stage.first.cancelled() - cancelled).isEqualTo(callers);
        assertThat(scene.attempts()).containsExactly("up:outrun,second:200");
        assertThat(scene.answeredBy()).containsExactly("second/sim-fast");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:outrun,second:200");
        assertThat(scene.heard()).allMatch(one -> one.keepalives() == 0);
        scene.told(model + ", hedged after 1 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void keepsTheFirstOneWhereItIsFasterThanTheHedge(int callers) throws Exception {
        // Given
        stage.second.behave("sim-first-token-20");
        Scene scene = stage.scene("hedged", "sim-first-token-2", callers, true);
        // When
        try {
            scene.played();
        } finally {
            stage.second.behave(null);
        }
        // Then
        scene.everybodyHasTheWholeAnswer().took(Duration.ofSeconds(2), PATIENCE).nobodyWorksOn();
        assertThat(scene.answeredBy()).containsExactly("up/sim-first-token-2");
        assertThat(scene.rows()).containsExactly("completed 200 up/sim-first-token-2 60 second:outrun,up:200");
        scene.told("hedge slower than the first");
    }
}
