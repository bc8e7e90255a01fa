package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that reset, or say nothing, before the first token. */
class SilentProvidersScenarioTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("alone", "backed", "slow", "late"), """
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
                rules:
                  - {models: ["alone*"]}
                  - {models: ["late*"], first_token_seconds: 2, answer_seconds: 2}
                  - {models: ["backed*", "slow*"], hedge: false, fallbacks: [second/sim-fast]}
                models:
                  slow*: {headers_seconds: 1}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, true", "20, false"})
    void goesOnFromAReset(int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-reset", callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:reset,second:200");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:reset,second:200");
        scene.told("reset before the head, fallback");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "20, false"})
    void tellsOfAResetThatPersists(int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("alone", "sim-reset", callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyIsRefused(502, "provider_closed_connection");
        assertThat(scene.rows()).containsExactly("provider_failed 502 up/sim-reset - up:reset,up:reset,up:reset");
        scene.told("reset before the head, no fallback");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void goesOnFromAProviderThatSendsNoHeadInTime(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("slow", "sim-silent", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().took(SECOND, PATIENCE).nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:timeout,second:200");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:timeout,second:200");
        scene.told("never answered, headers timeout, fallback");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, true", "20, false"})
    void tellsOfADeadlineThatPassesWithoutAWord(int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("late", "sim-silent", callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyIsRefused(504, "provider_timeout")
                .took(Duration.ofSeconds(2), PATIENCE)
                .nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("provider_failed 504 up/sim-silent - up:timeout");
        scene.told("never answered, no fallback, deadline 2 s");
    }
}
