package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are not as they should be: events that are broken, too large, missing or of another answer. */
class OddStreamsScenarioTest {
    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":"
                    + "{\"type\":\"object\",\"properties\":{\"where\":{\"type\":\"string\"}}}}}]";

    private static ScriptedUpstream scripted;
    private static ScriptedUpstream other;
    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        scripted = new ScriptedUpstream();
        other = new ScriptedUpstream();
        String rules = """
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
                limits: {event_bytes_max: 65536}
                rules:
                  - {models: ["alone*"]}
                  - {models: ["backed*", "script1/*", "script2/*"], fallbacks: [second/sim-fast]}
                  - {models: ["script0/*"], fallbacks: [other/m]}
                """;
        stage = new Stage(
                List.of("alone", "backed"),
                rules,
                List.of(
                        Stage.entry("script0", scripted.baseUrl()),
                        Stage.entry("script1", scripted.baseUrl()),
                        Stage.entry("script2", scripted.baseUrl()),
                        Stage.entry("other", other.baseUrl())));
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
        scripted.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void leavesOutAnEventThatNobodyCouldReadAndCountsIt(int callers) throws Exception {
        // Given
        double skipped = stage.gateway.metric("penstock_stream_events_skipped_total");
        Scene scene = stage.scene("backed", "sim-malformed-20", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("completed 200 up/sim-malformed-20 60 up:200");
        assertThat(stage.gateway.metric("penstock_stream_events_skipped_total") - skipped)
                .isEqualTo(callers);
        scene.told("malformed event");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void asksAnotherWhereAWholeAnswerIsHalfAJson(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-malformed-20", callers, false);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.attempts()).containsExactly("up:cut,second:200");
        assertThat(scene.rows()).containsExactly("completed 200 second/sim-fast 60 up:cut,second:200");
        scene.told("half a JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void handsOnAnEventThatIsTooLargeToBeHeld(int callers) throws Exception {
        // Given
        String large = stage.second.answerOf("sim-huge-2048", Stage.PROMPT);
        Scene scene = stage.scene("backed", "sim-huge-2048", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHas(large).nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("completed 200 up/sim-huge-2048 1 up:200");
        scene.told("oversized event");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void suppliesAMissingDone(int callers) throws Exception {
        // Given
        Scene scene = stage.scene("backed", "sim-no-done", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.rows()).containsExactly("completed 200 up/sim-no-done 60 up:200");
        scene.told("no [DONE]");
    }

    @ParameterizedTest
    @CsvSource({"1, backed", "20, backed", "1, alone", "20, alone"})
    void neverTakesAStreamWithoutAFinishReasonForAWholeOne(int callers, String group) throws Exception {
        // Given
        Scene scene = stage.scene(group, "sim-no-finish", callers, true);
        // When
        scene.played();
        // Then
        scene.nobodyWorksOn();
        if (group.equals("backed")) {
            scene.everybodyHasTheWholeAnswer();
            assertThat(scene.rows())
                    .allMatch(row ->
                            row.startsWith("completed 200 second/sim-fast ") && row.endsWith(" up:cut,second:200"));
        } else {
            scene.everybodyHasABrokenStream("provider_unfinished_answer", stage.answer);
            assertThat(scene.rows()).allMatch(row -> row.startsWith("stream_broken 200 up/sim-no-finish "));
        }
        scene.told("no finish reason, " + group);
    }

    @ParameterizedTest
    @CsvSource({"1, backed", "20, backed", "1, alone", "20, alone"})
    void takesAnErrorEventForABreak(int callers, String group) throws Exception {
        // Given
        Scene scene = stage.scene(group, "sim-error-30", callers, true);
        // When
        scene.played();
        // Then
        scene.nobodyWorksOn();
        if (group.equals("backed")) {
            scene.everybodyHasTheWholeAnswer();
            assertThat(scene.rows()).hasSize(1).allMatch(row -> row.startsWith("completed 200 second/sim-fast "));
        } else {
            assertThat(scene.heard())
                    .allMatch(one -> one.hasErrorEvent() && one.finishReasons().isEmpty());
            assertThat(scene.rows()).allMatch(row -> row.startsWith("stream_broken 200 up/sim-error-30 "));
        }
        scene.told("error event, " + group);
    }

    @Test
    void takesTheFinishReasonErrorForABreak() throws Exception {
        // Given
        scripted.plays((request, wire) -> {
            begin(wire, "You said:");
            wire.chunk("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}\n\n");
            wire.done();
        });
        Scene scene = new Scene(stage, "script1", "m", 1, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer().nobodyWorksOn();
        assertThat(scene.askedSecond()).isEqualTo(1);
        scene.told("finish reason error, fallback");
    }

    @Test
    void gluesNoOtherTextToABrokenAnswer() throws Exception {
        // Given
        scripted.plays((request, wire) -> {
            begin(wire, "The answer is");
            wire.socket().close();
        });
        other.plays((request, wire) -> {
            begin(wire, "The answer");
            wire.token(" was");
            wire.finish();
            wire.done();
        });
        Scene scene = new Scene(stage, "script0", "m", 1, true);
        // When
        scene.played();
        // Then
        Heard one = scene.everybodyHasABrokenStream("provider_cut_answer", "The answer is")
                .only();
        assertThat(new JsonObject(other.next().body()).getJsonArray("messages")).hasSize(1);
        assertThat(one.answer().body()).doesNotContain("was");
        scene.told("cut, the answer begun anew is another");
    }

    @Test
    void rescuesNoToolCallThatIsUnderWay() throws Exception {
        // Given
        scripted.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":"
                    + "[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":"
                    + "\"{\\\"wh\"}}]},\"finish_reason\":null}]}\n\n");
            wire.socket().close();
        });
        Scene scene = new Scene(stage, "script2", "m", 1, true).asking(TOOLS);
        // When
        scene.played();
        // Then
        scene.everybodyHasABrokenStream("provider_cut_answer", "");
        assertThat(scene.askedSecond()).isZero();
        scene.told("tool call cut");
    }

    private static void begin(Wire wire, String text) throws IOException {
        wire.streamHead();
        wire.chunk("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");
        String spaced = text.replace(" ", "\0 ");
        for (String word : spaced.split("\0", -1)) {
            wire.token(word);
        }
    }
}
