package io.penstock.dialect.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ChatRefusalsTest {
    private final ChatDialect chat = new ChatDialect();

    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/golden/chat/refusals.csv", delimiter = '|', quoteCharacter = '`')
    void aMistakeIsNamedByItsField(String body, String field, String code) {
        // When
        ChatReading reading = read(body.replace('\'', '"'));

        // Then
        assertThat(reading).isInstanceOf(ChatReading.Refused.class);
        ApiError error = ((ChatReading.Refused) reading).error();
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(field);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).contains("'" + field + "'");
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertThat(((ChatReading.Refused) read("[]")).error().code()).isEqualTo("invalid_json");
    }

    @Test
    void whatIsLeftOverSaysWhetherTheAnswerDependsOnIt() {
        // When
        ChatRequest request = DialectLaws.request(
                read(
                        "{\"messages\":[],\"metadata\":{\"a\":1.0},\"logit_bias\":{\"1\":5},\"modalities\":[\"text\"],\"store\":null,\"x\":1}"));

        // Then
        assertThat(request.leftovers())
                .containsExactly(
                        new Leftover("metadata", Slice.of("{\"a\":1.0}"), true),
                        new Leftover("logit_bias", Slice.of("{\"1\":5}"), false),
                        new Leftover("modalities", Slice.of("[\"text\"]"), true),
                        new Leftover("x", Slice.of("1"), true));
    }

    @Test
    void whatCannotBeExpressedIsRefusedUnlessItMayBeDropped() {
        // Given
        ChatRequest asked = asked(List.of());
        ChatRequest request = new ChatRequest(
                asked.model(),
                false,
                false,
                asked.turns(),
                List.of(new Tool.Hosted("web_search", Slice.of("{}"))),
                new ToolChoice.Auto(),
                null,
                asked.format(),
                Sampling.DEFAULT,
                null,
                null,
                List.of(
                        new Leftover("safetySettings", Slice.of("[]"), false),
                        new Leftover("labels", Slice.of("{}"), true)));

        // Then
        assertThat(refused(request, false)).isEqualTo("tools.0");
        ChatRequest toolless = new ChatRequest(
                asked.model(),
                false,
                false,
                asked.turns(),
                List.of(),
                new ToolChoice.Auto(),
                null,
                asked.format(),
                Sampling.DEFAULT,
                null,
                null,
                request.leftovers());
        assertThat(refused(toolless, false)).isEqualTo("safetySettings");
        assertThat(written(request, true))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Test
    void aPictureThatTheProviderCannotFetchIsRefused() {
        // Given
        ChatRequest link = asked(List.of(new Part.Image(new Media.Link("https://example.com/a.png"))));
        ChatRequest bucket = asked(List.of(new Part.Image(new Media.Link("gs://a/b"))));
        ChatRequest uploaded = asked(List.of(new Part.Image(new Media.Uploaded("file-1"))));

        // Then
        assertThat(refused(link, false, Quirk.NO_LINKS)).isEqualTo("messages.0.content.1.image_url");
        assertThat(refused(bucket, false)).isEqualTo("messages.0.content.1.image_url");
        assertThat(refused(uploaded, false)).isEqualTo("messages.0.content.1.image_url");
        assertThat(written(link, false)).contains("\"url\":\"https://example.com/a.png\"");
    }

    private ChatRequest asked(List<Part> more) {
        List<Part> parts = new java.util.ArrayList<>(List.of(new Part.Text("Hi")));
        parts.addAll(more);
        return new ChatRequest(
                "any",
                false,
                false,
                List.of(new Turn(Role.USER, parts)),
                List.of(),
                new ToolChoice.Auto(),
                null,
                new io.penstock.chat.OutputFormat.PlainText(),
                Sampling.DEFAULT,
                null,
                null,
                List.of());
    }

    private String refused(ChatRequest request, boolean drop, Quirk... quirks) {
        Written written = chat.write(request, new Writing("m", 0, drop, Set.of(quirks)));
        assertThat(written).isInstanceOf(Written.Refused.class);
        ApiError error = ((Written.Refused) written).error();
        assertThat(error.code()).isEqualTo("unsupported_parameter");
        return error.param();
    }

    private String written(ChatRequest request, boolean drop, Quirk... quirks) {
        return DialectLaws.body(chat.write(request, new Writing("m", 0, drop, Set.of(quirks))))
                .toString();
    }

    private ChatReading read(String body) {
        return chat.read(Slice.of(body), DialectLaws.facts("any", false, false));
    }
}
