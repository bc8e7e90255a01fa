package io.penstock.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and streams as providers and callers send them, and what becomes of them. */
class ChatGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/chat");
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final ChatDialect chat = new ChatDialect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream-openai",
                "stream-mistral",
                "stream-azure",
                "stream-groq",
                "stream-openrouter",
                "stream-gemini-compat",
                "stream-failed"
            })
    void aProvidersStreamTellsTheseEvents(String name) throws Exception {
        // Given
        byte[] sse = bytes(name + ".sse");

        // When
        List<ChatEvent> events = DialectLaws.eventsOf(sse, chat.events());

        // Then
        assertThat(events.stream().map(ChatEvent::toString).collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo(text(name + ".events"));
        DialectLaws.cutAnywhereTellsTheSame(sse, chat::events);
        byte[] otherLines = text(name + ".sse").replace("\n", "\r\n").getBytes(UTF_8);
        assertThat(DialectLaws.eventsOf(otherLines, chat.events())).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-openai", "stream-openrouter", "stream-gemini-compat"})
    void aStreamIsWrittenSoForACaller(String name) throws Exception {
        // Given
        List<ChatEvent> events = DialectLaws.eventsOf(bytes(name + ".sse"), chat.events());

        // When
        byte[] written = DialectLaws.stream(chat, events, DialectLaws.REPLY);

        // Then
        assertThat(new String(written, UTF_8)).isEqualTo(text(name + ".written.sse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer-openai", "answer-mistral", "answer-litellm"})
    void aProvidersAnswerIsWrittenSoForACaller(String name) throws Exception {
        // Given
        AnswerReading reading = chat.read(slice(name + ".json"));

        // When
        String written = chat.write(((AnswerReading.Read) reading).answer(), DialectLaws.REPLY)
                .toString();

        // Then
        assertThat(EXACT.readTree(written)).isEqualTo(EXACT.readTree(text(name + ".written.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-everything", "request-legacy"})
    void aCallersBodyIsWrittenSoForAProvider(String name) throws Exception {
        // Given
        boolean stream = name.equals("request-everything");
        ChatRequest request =
                DialectLaws.request(chat.read(slice(name + ".json"), DialectLaws.facts("any", stream, stream)));

        // When
        String written = DialectLaws.body(chat.write(request, new Writing("target", 0, true, Set.of())))
                .toString();

        // Then
        assertThat(EXACT.readTree(written)).isEqualTo(EXACT.readTree(text(name + ".written.json")));
    }

    private static Slice slice(String file) throws IOException {
        byte[] bytes = bytes(file);
        return new Slice(bytes, 0, bytes.length);
    }

    private static String text(String file) throws IOException {
        return new String(bytes(file), UTF_8);
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(file));
    }
}
