package io.penstock.dialect.messages;

import static io.penstock.dialect.messages.Asked.HELLO;
import static io.penstock.dialect.messages.Asked.asking;
import static io.penstock.dialect.messages.Asked.body;
import static io.penstock.dialect.messages.Asked.everything;
import static io.penstock.dialect.messages.Asked.sampling;
import static io.penstock.dialect.messages.Asked.saying;
import static io.penstock.dialect.messages.Asked.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestWriterTest {
    private static String refusal(ChatRequest request) {
        Written written = Golden.DIALECT.write(request, to("claude-sonnet-5"));
        assertThat(written).isInstanceOf(Written.Refused.class);
        return ((Written.Refused) written).error().param();
    }

    @Test
    void writesEveryKindOfPart() {
        assertThat(body(everything(), to("claude-sonnet-4-5"))).isEqualTo(Golden.oneLine("written.json"));
    }

    @Test
    void takesTheMostTheModelCanSayWhereTheCallerNamesNothing() {
        assertThat(body(saying(HELLO), new Writing("claude-opus-5", 128_000, false, Set.of())))
                .contains("\"max_tokens\":128000");
    }

    @Test
    void letsAUserBeginAndLeavesOutEmptyTurns() {
        assertThat(body(
                        saying(
                                new Turn(Role.USER, List.of(new Part.Text(""))),
                                new Turn(Role.ASSISTANT, List.of(new Part.Text("Welcome."))),
                                HELLO),
                        to("claude-opus-5")))
                .contains("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\".\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Welcome.\"}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]");
    }

    @Test
    void shortensTheToolsToThoseThatMayBeUsed() {
        // Given
        ChatRequest request = everything();
        ChatRequest among = new ChatRequest(
                "asked",
                false,
                true,
                List.of(HELLO),
                request.tools(),
                new ToolChoice.Among(List.of("now"), true),
                null,
                new OutputFormat.Schema("answer", null, Slice.of("{\"type\":\"object\"}"), true),
                Sampling.DEFAULT,
                null,
                "ann@example.com",
                List.of());

        // When
        String body = body(among, to("claude-sonnet-5"));

        // Then
        assertThat(body)
                .contains("\"tools\":[{\"name\":\"now\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}],"
                        + "\"tool_choice\":{\"type\":\"any\"}")
                .contains("\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}")
                .doesNotContain("metadata");
    }

    @Test
    void refusesWhatTheApiCannotExpress() {
        // Given
        Part audio = new Part.Audio("wav", Slice.of("AAAA"));
        Part bitmap = new Part.Image(new Media.Inline("image/bmp", Slice.of("AAAA")));
        Part bucket = new Part.Image(new Media.Link("gs://bucket/cat.png"));
        Part file = new Part.Document(new Media.Uploaded("file-abc"), null, null);

        // Then
        assertThat(refusal(saying(new Turn(Role.USER, List.of(audio))))).isEqualTo("messages.0.content.0.input_audio");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(bitmap))))).isEqualTo("messages.0.content.0.image_url");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(bucket))))).isEqualTo("messages.0.content.0.image_url");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(file))))).isEqualTo("messages.0.content.0.file");
        assertThat(refusal(asking(List.of(HELLO), new ToolChoice.Auto(), sampling(null, null, 2), null)))
                .isEqualTo("n");
        assertThat(refusal(saying())).isEqualTo("messages");
        // Then, since content is never left out, also where parameters are
        assertThat(Golden.DIALECT.write(
                        saying(HELLO, new Turn(Role.USER, List.of(audio))),
                        new Writing("claude-sonnet-5", 0, true, Set.of())))
                .isInstanceOf(Written.Refused.class);
    }

    @Test
    void saysWhichCallHasArgumentsThatAreNoObject() {
        // Given
        Turn call = new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("call_7", "look", "[1]")));

        // When
        Written written = Golden.DIALECT.write(saying(HELLO, call), new Writing("claude-opus-5", 0, true, Set.of()));

        // Then
        assertThat(((Written.Refused) written).error().message())
                .contains("call_7")
                .contains("look");
        assertThat(((Written.Refused) written).error().param()).isEqualTo("messages.1.content.0.arguments");
    }

    @Test
    void refusesAForcedToolWhereTheModelCannotBeForced() {
        // Given
        ChatRequest forced = asking(List.of(HELLO), new ToolChoice.Named("look"), Sampling.DEFAULT, null);

        // Then
        assertThat(Golden.DIALECT.write(forced, to("claude-opus-5-5"))).isInstanceOf(Written.Refused.class);
        assertThat(body(forced, new Writing("claude-opus-5-5", 0, true, Set.of())))
                .doesNotContain("tool_choice");
        assertThat(body(forced, to("claude-opus-5"))).contains("\"tool_choice\":{\"type\":\"tool\",\"name\":\"look\"}");
    }

    private static ChatRequest carrying(List<Tool> tools, List<Leftover> leftovers) {
        return new ChatRequest(
                "asked",
                false,
                true,
                List.of(HELLO),
                tools,
                new ToolChoice.Auto(),
                null,
                new OutputFormat.PlainText(),
                Sampling.DEFAULT,
                null,
                null,
                leftovers);
    }

    @Test
    void tellsLeftoversOnlyWhereTheyAreAnthropicsOwn() {
        // Given
        Tool own = new Tool.Hosted("web_search_20250305", Slice.of("{\"type\":\"web_search_20250305\"}"));
        Tool foreign = new Tool.Hosted("web_search", Slice.of("{}"));
        Leftover container = new Leftover("container", Slice.of("\"c\""), false);
        Leftover bias = new Leftover("logit_bias", Slice.of("{}"), false);

        // Then
        assertThat(body(carrying(List.of(own), List.of(container)), to("claude-opus-5")))
                .contains("\"tools\":[{\"type\":\"web_search_20250305\"}]")
                .contains("\"container\":\"c\"");
        assertThat(refusal(carrying(List.of(foreign), List.of()))).isEqualTo("tools.0.type");
        assertThat(refusal(carrying(List.of(), List.of(bias)))).isEqualTo("logit_bias");
    }
}
