package io.penstock.dialect.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a provider does differently is written as it wants it. */
class ChatQuirksTest {
    private static final String CONVERSATION = """
            {"messages":[
              {"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]},
              {"role":"assistant","reasoning_content":"I think","content":"So","tool_calls":[
                {"id":"toolu_01ABCDEFGHIJ","function":{"name":"f","arguments":""},
                 "extra_content":{"google":{"thought_signature":"c2Vh"}}}]},
              {"role":"tool","tool_call_id":"toolu_01ABCDEFGHIJ","content":"one"}],
             "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],
             "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"function":{"name":"g"}}]}},
             "max_tokens":9,"seed":3,"user":"u"}""";

    private final ChatDialect chat = new ChatDialect();

    @Test
    void mistralIsWrittenAsItWants() {
        // When
        JsonValue.Obj body = written(
                "mistral-large",
                true,
                Quirk.MAX_TOKENS,
                Quirk.NO_STREAM_OPTIONS,
                Quirk.RANDOM_SEED,
                Quirk.TOOL_CHOICE_ANY,
                Quirk.SHORT_TOOL_IDS);

        // Then
        assertThat(body.names())
                .containsExactly("model", "messages", "stream", "tools", "tool_choice", "max_tokens", "random_seed");
        assertThat(body.text("tool_choice")).isEqualTo("any");
        assertThat(body.objects("tools"))
                .singleElement()
                .satisfies(
                        tool -> assertThat(tool.object("function").text("name")).isEqualTo("g"));
        String id =
                body.objects("messages").get(1).objects("tool_calls").getFirst().text("id");
        assertThat(id).matches("[a-zA-Z0-9]{9}");
        assertThat(body.objects("messages").get(2).text("tool_call_id")).isEqualTo(id);
    }

    @Test
    void thoughtsGoOnlyToWhoWantsThem() {
        assertThat(assistant("m")).doesNotContain("reasoning_content", "reasoning", "reasoning_details");
        assertThat(assistant("m", Quirk.REASONING_CONTENT)).contains("reasoning_content");
        assertThat(assistant("m", Quirk.REASONING)).contains("reasoning").doesNotContain("reasoning_details");
    }

    @Test
    void googlesSealGoesOnlyToItsOwnModels() {
        assertThat(written("gemini-3-pro", false).raw().text()).contains("\"thought_signature\":\"c2Vh\"");
        assertThat(written("gpt", false).raw().text()).doesNotContain("c2Vh", "extra_content");
    }

    @Test
    void cacheMarksGoOnlyToWhoTakesThem() {
        assertThat(written("m", false).raw().text()).doesNotContain("cache_control");
        assertThat(written("m", false, Quirk.CACHE_CONTROL).raw().text())
                .contains("\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}");
    }

    @Test
    void differentIdsStayDifferentWhenTheyAreShort() {
        // When
        Set<String> ids = new HashSet<>();
        for (int index = 0; index < 20_000; index++) {
            ids.add(ShortIds.of("call_" + index));
        }

        // Then
        assertThat(ids).hasSize(20_000).allMatch(id -> id.matches("[a-zA-Z0-9]{9}"));
        assertThat(ShortIds.of("D681PevKs")).isEqualTo("D681PevKs");
    }

    @Test
    void picturesOfToolsFollowTheLastResult() {
        // Given
        List<Turn> turns = picturesReturned();

        // When
        String written = DialectLaws.body(chat.write(
                        new ChatRequest(
                                "m",
                                false,
                                false,
                                turns,
                                List.of(),
                                request().toolChoice(),
                                null,
                                request().format(),
                                request().sampling(),
                                null,
                                null,
                                List.of()),
                        new Writing("m", 0, false, Set.of())))
                .toString();

        // Then
        assertThat(written).contains("""
                        {"role":"tool","tool_call_id":"a","content":"Error: "},\
                        {"role":"tool","tool_call_id":"b","content":"Error: ok"},\
                        {"role":"user","content":[{"type":"text","text":"Returned by tool call a:"},\
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]},\
                        {"role":"user","content":"And?"}""");
    }

    private static List<Turn> picturesReturned() {
        Part picture = new Part.Image(new Media.Inline("image/png", Slice.of("QUJD")));
        Part failed = new Part.ToolResult("a", null, List.of(picture), true, null);
        Part said = new Part.ToolResult("b", null, List.of(new Part.Text("ok")), true, null);
        return List.of(
                new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("a", "f", "{}"), new Part.ToolUse("b", "f", "{}"))),
                new Turn(Role.TOOL, List.of(failed, said)),
                new Turn(Role.USER, List.of(new Part.Text("And?"))));
    }

    private Set<String> assistant(String model, Quirk... quirks) {
        return written(model, false, quirks).objects("messages").get(1).names();
    }

    private JsonValue.Obj written(String model, boolean stream, Quirk... quirks) {
        ChatRequest read =
                DialectLaws.request(chat.read(Slice.of(CONVERSATION), DialectLaws.facts("any", stream, false)));
        return JsonReader.object(DialectLaws.body(chat.write(read, new Writing(model, 0, false, Set.of(quirks))))
                .toString());
    }

    private ChatRequest request() {
        return DialectLaws.request(chat.read(Slice.of(CONVERSATION), DialectLaws.facts("any", false, false)));
    }
}
