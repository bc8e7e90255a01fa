package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that answer 429 and say when to come again. */
class RateLimitsScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("alone", "backed", "brief"), """
                rules:
                  - {models: ["alone*"]}
                  - {models: ["brief*"], first_token_seconds: 5, answer_seconds: 5}
                  - {models: ["backed*"], fallbacks: [second/sim-fast]}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, true", "20, false"})
    void waitsForTheTimeARateLimitNamesWhereThereIsNobodyElse(int callers, boolean streaming) throws Exception {
        // Given
        String seconds = callers == 1 ? (streaming ? "2" : "2.001") : (streaming ? "2.002" : "2.003");
        Scene scene = stage.scene("alone", "sim-429-once-" + seconds, callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn().took(Duration.ofSeconds(2), PATIENCE);
        assertThat(scene.attempts()).isSubsetOf("up:429,up:200", "up:200").contains("up:429,up:200");
        assertThat(scene.answeredBy()).containsExactly("up/sim-429-once-" + seconds);
        String done = "completed 200 up/sim-429-once-" + seconds + " 60 ";
        assertThat(scene.rows())
                .isSubsetOf(done + "up:429,up:200", done + "up:200")
                .contains(done + "up:429,up:200");
        scene.told("429 with Retry-After 2 s, no fallback");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, true", "20, false"})
    void goesOnAtOnceFromARateLimitWhereThereIsAFallback(int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-429-retry-20", callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts())
                .isSubsetOf("up:429,second:200", "second:200")
                .contains("up:429,second:200");
        assertThat(scene.answeredBy()).containsExactly("second/sim-fast");
        assertThat(scene.rows())
                .isSubsetOf(
                        "completed 200 second/sim-fast 60 up:429,second:200",
                        "completed 200 second/sim-fast 60 second:200");
        scene.took(Duration.ZERO, PATIENCE).told("429 with Retry-After 20 s, fallback");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void handsOnARateLimitThatPersists(boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("alone", "sim-429-retry-1", 1, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyIsRefused(429, "rate_limit_exceeded").took(Duration.ofSeconds(2), PATIENCE);
        assertThat(scene.values("retry-after")).containsExactly("1");
        assertThat(scene.attempts()).containsExactly("up:429,up:429,up:429");
        assertThat(scene.rows()).containsExactly("provider_refused 429 up/sim-429-retry-1 - up:429,up:429,up:429");
        scene.told("429 persistent");
    }

    @Test
    void endsManyCallsThatWaitForARateLimitWithTheirDeadline() throws Exception {
        // Given
        Scene scene = stage.scene("brief", "sim-429-retry-1", 20, true);
        // When
        scene.played();
        // Then
        assertThat(scene.heard())
                .allMatch(one -> one.status() == 429 || one.status() == 503)
                .allMatch(one -> one.header("retry-after") != null)
                .anyMatch(one -> one.status() == 429);
        assertThat(scene.askedFirst()).isLessThanOrEqualTo(60);
        scene.rows();
        scene.took(Duration.ZERO, PATIENCE).told("429 persistent, deadline 5 s");
    }
}
