package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that answer with an error status. */
class RefusedCallsScenarioTest {
    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("alone", "backed", "large", "reroute"), """
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
                rules:
                  - {models: ["alone*"]}
                  - {models: ["backed*", "large*"], fallbacks: [second/sim-fast]}
                  - {models: ["reroute*"], reroute_filtered: true, fallbacks: [second/sim-fast]}
                models:
                  large*: {context_tokens: 10}
                  second/sim-fast: {context_tokens: 100000}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void asksOnceMoreAfterA500(boolean streaming) throws Exception {
        // Given
        String model = streaming ? "sim-status-once-500" : "sim-status-once-501";
        Scene scene = stage.scene("alone", model, 1, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        String status = streaming ? "500" : "501";
        assertThat(scene.attempts()).containsExactly("up:" + status + ",up:200");
        assertThat(scene.rows()).containsExactly("completed 200 up/" + model + " 60 up:" + status + ",up:200");
        scene.told("500 once");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, true", "20, false"})
    void handsOnA503ThatPersists(int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("alone", "sim-status-503", callers, streaming);
        // When
        scene.played();
        // Then
        assertThat(scene.heard()).allMatch(one -> one.status() == 503);
        assertThat(scene.attempts()).containsExactly("up:503,up:503,up:503");
        assertThat(scene.rows()).containsExactly("provider_refused 503 up/sim-status-503 - up:503,up:503,up:503");
        scene.told("503 persistent, no fallback");
    }

    @ParameterizedTest
    @CsvSource({"503, 1, true", "503, 20, false", "529, 20, true", "500, 20, true", "502, 1, false"})
    void goesOnFromAServersErrorWhereThereIsAFallback(int status, int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-status-" + status, callers, streaming);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.answeredBy()).containsExactly("second/sim-fast");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:" + status + ",second:200");
        scene.told(status + " persistent, fallback");
    }

    @ParameterizedTest
    @CsvSource({
        "sim-model-gone, 404",
        "sim-unsupported, 400",
        "sim-402, 402",
        "sim-quota, 429",
        "sim-key-401, 401",
        "sim-html-502, 502",
        "sim-shape-flat, 429"
    })
    void goesOnFromWhatAnotherTargetMayDoBetter(String model, int status) throws Exception {
        // Given
        Scene scene = stage.scene("backed", model, 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:" + status + ",second:200");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:" + status + ",second:200");
        scene.told(model + ", fallback");
        // Given
        Scene many = stage.scene("backed", model, 20, false);
        // When
        many.played();
        // Then
        many.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(many.attempts()).isSubsetOf("up:" + status + ",second:200", "second:200");
        many.rows();
        many.told(model + ", fallback");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "20, false"})
    void asksOnceMoreByTheNameThatAModelTakesAndOnlyOnce(int callers, boolean streaming) throws Exception {
        // Given
        String model = streaming ? "sim-rejects-max_tokens" : "sim-rejects-max_completion_tokens";
        Scene scene = stage.scene("alone", model, callers, streaming)
                .asking(streaming ? "\"max_tokens\":100" : "\"max_completion_tokens\":100");
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).isSubsetOf("up:400,up:200", "up:200").contains("up:400,up:200");
        scene.told("field rejected, its other name taken");
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:200");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "20, false"})
    void goesToTheFallbackAtOnceWithWhatWasRejectedBefore(int callers, boolean streaming) throws Exception {
        // Given
        String model = streaming ? "sim-rejects-seed" : "sim-rejects-top_p";
        String field = streaming ? "\"seed\":7" : "\"top_p\":0.5";
        Scene first = stage.scene("backed", model, callers, streaming).asking(field);
        // When
        first.played();
        // Then
        first.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(first.attempts()).contains("up:400,second:200");
        first.told("field rejected, fallback");
        // When
        first.played();
        // Then
        first.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(first.attempts()).containsExactly("second:200");
        first.told("field rejected before, fallback");
    }

    @Test
    void namesNoKeyWhereTheProviderRejectsItAndNobodyElseIsThere() throws Exception {
        // Given
        Scene scene = stage.scene("alone", "sim-key-401", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyIsRefused(502, "provider_key_rejected");
        assertThat(scene.rows()).allMatch(row -> row.startsWith("provider_refused 502 up/sim-key-401 - up:401"));
        assertThat(scene.askedFirst()).isEqualTo(1);
        scene.told("key rejected, nothing else");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "20, false"})
    void sendsNoRequestThatIsTooLongToTheSameTargetAgain(int callers, boolean streaming) throws Exception {
        // Given
        String words = "one two three four five six seven eight nine ten eleven twelve";
        Scene scene = stage.scene("alone", "sim-context-10", callers, streaming).saying(words);
        Scene backed =
                stage.scene("large", "sim-context-10", callers, streaming).saying(words);
        String answer = stage.second.answerOf("sim-fast", words);
        // When
        scene.played();
        // Then
        scene.everybodyIsRefused(400, "context_length_exceeded");
        assertThat(scene.askedFirst()).isEqualTo(callers);
        assertThat(scene.rows()).containsExactly("provider_refused 400 up/sim-context-10 - up:400");
        scene.told("context too long, no fallback");
        // When
        backed.played();
        // Then
        backed.everybodyHas(answer).nobodyWorksOn();
        assertThat(backed.rows()).containsExactly("completed 200 second/sim-fast 60 up:400,second:200");
        backed.told("context too long, larger fallback");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "20, false"})
    void reroutesAFiltersRefusalOnlyWhereTheRuleSaysSo(int callers, boolean streaming) throws Exception {
        // Given
        Scene refused = stage.scene("backed", "sim-filter", callers, streaming);
        Scene rerouted = stage.scene("reroute", "sim-filter", callers, streaming);
        // When
        refused.played();
        // Then
        refused.everybodyIsRefused(400, "content_filter");
        assertThat(refused.rows()).containsExactly("provider_refused 400 up/sim-filter - up:400");
        assertThat(refused.askedSecond()).isZero();
        refused.told("content filter");
        // When
        rerouted.played();
        // Then
        rerouted.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(rerouted.rows()).containsExactly("completed 200 second/sim-fast 60 up:400,second:200");
        rerouted.told("content filter, reroute_filtered");
    }
}
