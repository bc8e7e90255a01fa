package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break off after their caller has read a part of them. */
class BrokenStreamsScenarioTest {
    private static final String SETTINGS = """
            resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
            timeouts: {heartbeat_seconds: 1, idle_seconds: 2, first_token_seconds: 8}
            rules:
              - {models: ["alone*"], fallbacks: []}
              - {models: ["patient*"], attempts_max: 10}
              - {models: ["anew*", "stall*"], fallbacks: [second/sim-fast]}
              - {models: ["joined*"], fallbacks: [third/sim-fast]}
              - {models: ["stubborn*"], fallbacks: [third/sim-no-prefill]}
              - {models: ["twice*"], fallbacks: [second/sim-stall-20, third/sim-60x5]}
              - {models: ["dead*"], attempts_max: 2, fallbacks: [second/sim-status-503]}
              - {models: ["given*"], rescue: false, fallbacks: [second/sim-fast]}
            models:
              third/*: {prefill: plain}
              third/sim-60x5: {prefill: none}
            """;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(
                List.of("alone", "patient", "anew", "stall", "joined", "stubborn", "twice", "given", "dead"), SETTINGS);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static String beginning(int words) {
        return String.join(" ", List.of(stage.answer.split(" ")).subList(0, words));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void beginsACutAnswerAnewElsewhereAndSwallowsWhatItsCallerHas(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("anew", "sim-cut-40", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:200");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 100 up:cut,second:200");
        assertThat(scene.askedSecond()).isEqualTo(callers);
        scene.told("cut at 2/3, fallback without prefill");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void continuesACutAnswerWhereItsFallbackTakesTheBeginning(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("joined", "sim-cut-40", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("completed 200 third/sim-fast 60 up:cut,third:200");
        scene.told("cut at 2/3, fallback with prefill");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void asksTheSameTargetAgainWhereThereIsNoOther(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("patient", "sim-cut-once-40", callers, true).eachForItself();
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.answeredBy()).containsExactly("up/sim-cut-once-40");
        assertThat(scene.rows()).containsExactly("completed 200 up/sim-cut-once-40 100 up:cut,up:200");
        scene.told("cut at 2/3 once, no fallback");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void saysThatAnAnswerIsBrokenWhereNothingHelps(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("alone", "sim-cut-40", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasABrokenStream("provider_cut_answer", beginning(40)).nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("stream_broken 200 up/sim-cut-40 120 up:cut,up:cut,up:cut");
        scene.told("cut at 2/3, nothing helps");
    }

    @Test
    void rescuesNothingWhereTheRuleForbidsIt() throws Exception {
        // Given
        Scene scene = stage.scene("given", "sim-cut-40", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasABrokenStream("provider_cut_answer", beginning(40)).nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("stream_broken 200 up/sim-cut-40 40 up:cut");
        scene.told("cut at 2/3, rescue false");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void rescuesAStalledAnswerAndKeepsItsCallerAwakeMeanwhile(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("stall", "sim-stall-40", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn().took(Duration.ofSeconds(2), Duration.ofSeconds(7));
        assertThat(scene.heard()).allMatch(one -> one.keepalives() > 0 && one.keepalives() == one.heartbeats());
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 100 up:stalled,second:200");
        scene.told("stalled at 2/3, fallback");
    }

    @Test
    void doesWithoutPrefillWhereItsFallbackRejectsIt() throws Exception {
        // Given
        Scene scene = stage.scene("stubborn", "sim-cut-40", 20, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.rows())
                .isSubsetOf(
                        "completed 200 third/sim-no-prefill 100 up:cut,third:400,third:200",
                        "completed 200 third/sim-no-prefill 100 up:cut,third:200")
                .contains("completed 200 third/sim-no-prefill 100 up:cut,third:400,third:200");
        scene.told("cut at 2/3, fallback rejects prefill");
    }

    @Test
    void offersNoPrefillASecondTimeToATargetThatRejectedIt() throws Exception {
        // Given
        stage.scene("stubborn", "sim-cut-1", 20, true).played().everybodyHasTheWholeAnswer();
        Scene scene = stage.scene("stubborn", "sim-cut-40", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer();
        assertThat(scene.rows()).containsExactly("completed 200 third/sim-no-prefill 100 up:cut,third:200");
        scene.told("cut at 2/3, fallback is known to reject prefill");
    }

    @Test
    void rescuesARescueThatFallsSilentWhileItRepeatsTheBeginning() throws Exception {
        // Given
        Scene scene = stage.scene("twice", "sim-cut-40", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn().took(Duration.ofSeconds(2), Duration.ofSeconds(7));
        assertThat(scene.rows()).allMatch(row -> row.endsWith("up:cut,second:stalled,third:200"));
        scene.told("cut at 2/3, first fallback stalls while repeating");
    }

    @Test
    void namesInItsRowWhoSaidWhatTheCallerHasWhereNobodyCouldGoOn() throws Exception {
        // Given
        Scene scene = stage.scene("dead", "sim-cut-40", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasABrokenStream("provider_cut_answer", beginning(40)).nobodyWorksOn();
        assertThat(scene.answeredBy()).containsExactly("up/sim-cut-40");
        scene.told("cut at 2/3, fallback is down");
        assertThat(scene.rows()).containsExactly("stream_broken 200 up/sim-cut-40 40 up:cut,second:503");
    }

    @Test
    void tellsTheUsageOnceToACallerThatAskedForIt() throws Exception {
        // Given
        Scene scene = stage.scene("anew", "sim-cut-40", 1, true).asking("\"stream_options\":{\"include_usage\":true}");
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.only().answer().body().split("\"usage\":\\{", -1)).hasSize(2);
        assertThat(scene.only().answer().body()).contains("\"completion_tokens\":60");
        scene.told("cut at 2/3, usage asked for");
    }
}
