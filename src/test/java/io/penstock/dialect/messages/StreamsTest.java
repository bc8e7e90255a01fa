package io.penstock.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Seals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final TokenUsage USAGE = TokenUsage.reported(130, 64, 10, 48, 20);

    private static List<ChatEvent> told(String sse) {
        return DialectLaws.eventsOf(sse.getBytes(UTF_8), Golden.DIALECT.events());
    }

    private static String written(ChatEvent... events) {
        return new String(DialectLaws.stream(Golden.DIALECT, List.of(events), DialectLaws.REPLY), UTF_8);
    }

    private static ChatEvent tool(int tool, String id, String name, boolean freeform) {
        return new ChatEvent.ToolBegun(0, tool, id, name, freeform, null);
    }

    @Test
    void tellsAWholeStream() {
        assertThat(told(Golden.text("stream.txt")))
                .containsExactly(
                        new ChatEvent.Begun("msg_01", "claude-sonnet-5"),
                        new ChatEvent.Used(TokenUsage.reported(130, 64, 10, 1, 0)),
                        new ChatEvent.ThinkingAdded(0, "Weather"),
                        new ChatEvent.ThinkingAdded(0, "."),
                        new ChatEvent.ThinkingSigned(0, new Signature(Signature.ANTHROPIC, "EqQB")),
                        new ChatEvent.ThinkingHidden(0, new Signature(Signature.ANTHROPIC, "Emw9")),
                        new ChatEvent.TextAdded(0, "Grüße "),
                        new ChatEvent.TextAdded(0, "🙂 \"x\""),
                        tool(0, "toolu_01", "get_weather", false),
                        new ChatEvent.ToolArguments(0, 0, "{\"city\":"),
                        new ChatEvent.ToolArguments(0, 0, "\"Oslo\"}"),
                        tool(1, "toolu_02", "now", false),
                        new ChatEvent.Used(USAGE),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Ended());
    }

    @Test
    void tellsTheSameHoweverItIsCut() {
        DialectLaws.cutAnywhereTellsTheSame(Golden.bytes("stream.txt"), Golden.DIALECT::events);
    }

    @Test
    void tellsAFailureAsItCameAndNothingBehindIt() {
        // Given
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        // Then
        assertThat(told("event: error\ndata: " + error + "\n\n" + Golden.text("stream.txt")))
                .containsExactly(new ChatEvent.Failed(Slice.of(error)));
    }

    @Test
    void keepsTheInputOfTheStartAndTakesThatOfTheEndWhereItIsThere() {
        assertThat(told(
                        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n"
                                + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                                + "{\"input_tokens\":7,\"cache_read_input_tokens\":3,\"output_tokens\":9}}\n\n"))
                .contains(new ChatEvent.Used(TokenUsage.reported(10, 3, 0, 9, 0)));
    }

    @Test
    void saysWhatIsNoEvent() {
        byte[] garbage = "[7]".getBytes(UTF_8);
        assertThat(Golden.DIALECT.events().read(garbage, 0, garbage.length, event -> {}))
                .isFalse();
    }

    @Test
    void writesMixedCallsOneAfterTheOtherAndUsageThatComesLate() {
        assertThat(written(
                        new ChatEvent.Begun("chatcmpl-1", "gpt-6"),
                        new ChatEvent.ThinkingAdded(0, "Hm."),
                        new ChatEvent.TextAdded(0, "Hi"),
                        tool(0, "call_a", "look", false),
                        new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
                        tool(1, "call_b", "look", false),
                        new ChatEvent.ToolArguments(0, 1, "{\"b\""),
                        tool(2, "call_c", "now", false),
                        new ChatEvent.ToolArguments(0, 0, "1}"),
                        new ChatEvent.ToolArguments(0, 1, ":2}"),
                        new ChatEvent.TextAdded(1, "another choice"),
                        new ChatEvent.Finished(1, Finish.STOP, null),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Used(TokenUsage.reported(120, 30, 10, 48, 20)),
                        new ChatEvent.Ended()))
                .isEqualTo(Golden.text("mixed-calls.txt"));
    }

    @Test
    void writesACallAsItComesWhereTheOneBeforeIsWhole() {
        // When
        String soFar = written(
                new ChatEvent.Begun("", ""),
                tool(0, "a", "f", false),
                new ChatEvent.ToolArguments(0, 0, "{\"x\":\"}\\\"\"}"),
                tool(1, "b", "g", false),
                new ChatEvent.ToolArguments(0, 1, "{\"y\":"));

        // Then
        assertThat(soFar)
                .contains("\"id\":\"msg_made1up\"")
                .endsWith("data: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                        + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"y\\\":\"}}\n\n");
    }

    @Test
    void wrapsThePlainTextOfAFreeformCall() {
        // When
        List<ChatEvent> told = told(written(
                new ChatEvent.Begun("a", "b"),
                tool(0, "a", "f", true),
                new ChatEvent.ToolArguments(0, 0, "*** \"Beg"),
                new ChatEvent.ToolArguments(0, 0, "in"),
                tool(1, "b", "f", true),
                new ChatEvent.ToolArguments(0, 1, "two"),
                new ChatEvent.Finished(0, Finish.TOOLS, null),
                new ChatEvent.Ended()));

        // Then
        assertThat(told)
                .contains(
                        new ChatEvent.ToolArguments(0, 0, "{\"input\":\"*** \\\"Begin\"}"),
                        new ChatEvent.ToolArguments(0, 1, "{\"input\":\"two\"}"));
    }

    @Test
    void givesAnAnswerThatFailedNoEnd() {
        assertThat(written(
                        new ChatEvent.Begun("a", "b"),
                        new ChatEvent.TextAdded(0, "half"),
                        new ChatEvent.Finished(0, Finish.FAILED, null),
                        new ChatEvent.Ended()))
                .doesNotContain("message_delta", "message_stop");
        assertThat(written(new ChatEvent.Failed(Slice.of("{}")), new ChatEvent.Ended()))
                .isEmpty();
    }

    @Test
    void givesForeignSealsBackAsTheyWere() {
        // Given
        List<ChatEvent> events = new ArrayList<>(List.of(
                new ChatEvent.Begun("a", DialectLaws.REPLY.model()),
                new ChatEvent.ThinkingHidden(0, new Signature(Signature.OPENAI, "gA:B==")),
                new ChatEvent.ThinkingAdded(0, "x"),
                new ChatEvent.ThinkingSigned(0, new Signature(Signature.GOOGLE, "y")),
                new ChatEvent.Used(USAGE),
                new ChatEvent.Finished(0, Finish.STOP, "END"),
                new ChatEvent.Ended()));

        // When
        String sse = written(events.toArray(new ChatEvent[0]));

        // Then
        events.add(1, new ChatEvent.Used(TokenUsage.reported(0, 0, 0, 0, 0)));
        assertThat(told(sse)).containsExactlyElementsOf(events);
        assertThat(Seals.marked(Slice.of(sse))).isTrue();
        assertThat(Seals.marked(Golden.slice("stream.txt"))).isFalse();
    }
}
