package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.call.TokenUsage;
import io.penstock.chat.AnyAnswer;
import io.penstock.chat.AnyChat;
import io.penstock.chat.AnyChat.Can;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiLawsTest {
    private static final Set<Can> CALLS = EnumSet.of(
            Can.IMAGES,
            Can.DOCUMENTS,
            Can.LINKS,
            Can.DOCUMENT_LINKS,
            Can.AUDIO,
            Can.RESULT_NAMES,
            Can.RESULT_ERRORS,
            Can.RESULT_IMAGES,
            Can.RESULTS_TOGETHER,
            Can.SEVERAL_TEXTS,
            Can.ANY_ORDER,
            Can.UNSIGNED_THINKING,
            Can.SIGNED_THINKING,
            Can.SEVERAL_THOUGHTS,
            Can.SIGNED_CALLS,
            Can.HOT,
            Can.TOP_K,
            Can.STOP,
            Can.SEED,
            Can.PENALTIES,
            Can.LOGPROBS,
            Can.ANY_JSON,
            Can.SCHEMA,
            Can.AMONG,
            Can.NAMED_CHOICE);
    private static final Set<Can> ANSWERS = EnumSet.of(
            Can.ANY_ORDER, Can.SIGNED_THINKING, Can.SEVERAL_THOUGHTS, Can.SIGNED_CALLS, Can.CHOICES, Can.FAILURES);

    /** A call as Gemini's callers make them: they always get usage. */
    private static ChatRequest asked(ChatRequest request, Reasoning reasoning) {
        return new ChatRequest(
                "gemini-3.8-flash",
                request.stream(),
                true,
                request.turns(),
                request.tools(),
                chosen(request.toolChoice()),
                null,
                request.format(),
                request.sampling(),
                reasoning,
                null,
                List.of());
    }

    /** One tool of which one must be used is that tool. */
    private static ToolChoice chosen(ToolChoice choice) {
        return choice instanceof ToolChoice.Among among
                        && among.required()
                        && among.names().size() == 1
                ? new ToolChoice.Named(among.names().getFirst())
                : choice;
    }

    private static ChatAnswer withoutCacheWrites(ChatAnswer answer) {
        TokenUsage usage = answer.usage();
        return new ChatAnswer(
                answer.id(),
                answer.model(),
                answer.choices(),
                TokenUsage.reported(usage.input(), usage.cachedInput(), 0, usage.output(), usage.reasoning()));
    }

    @Test
    void readsBackEveryCallItWrites() {
        Seeded.check(400, random -> {
            // Given
            ChatRequest any = new AnyChat(random, CALLS, Set.of(Signature.GOOGLE)).request();
            String effort = Seeded.oneOf(random, "minimal", "low", "medium", "high");
            Reasoning reasoning =
                    random.nextBoolean() ? new Reasoning(effort, null, random.nextBoolean(), false) : null;

            // When / Then
            DialectLaws.readsBackWhatItWrites(
                    Golden.DIALECT, Golden.DIALECT, asked(any, reasoning), Golden.writing("gemini-3.8-flash"));
        });
    }

    @Test
    void readsBackEveryAnswerItWrites() {
        Seeded.check(400, random -> {
            // Given
            ChatAnswer answer = new AnyAnswer(random, ANSWERS, Set.of(Signature.GOOGLE)).answer();

            // When / Then
            DialectLaws.readsBackWhatItWrites(Golden.DIALECT, Golden.DIALECT, withoutCacheWrites(answer));
        });
    }

    @Test
    void readsBackEveryStreamItWrites() {
        Seeded.check(400, random -> {
            // Given
            AnyAnswer any = new AnyAnswer(random, ANSWERS, Set.of(Signature.GOOGLE));
            List<ChatEvent> events = any.events(withoutCacheWrites(any.answer()));

            // When / Then
            DialectLaws.readsBackWhatItWrites(Golden.DIALECT, Golden.DIALECT, events);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void tellsTheSameWhereverAStreamIsCut(String lineEnd) {
        // Given
        byte[] sse = Golden.text("stream.sse").replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);

        // When / Then
        DialectLaws.cutAnywhereTellsTheSame(sse, Golden.DIALECT::events);
    }

    @Test
    void neverThrowsWhateverItReads() {
        Seeded.check(3000, random -> {
            String name = Seeded.oneOf(random, "request.json", "request-snake-case.json", "answer.json");
            DialectLaws.neverThrows(Golden.bytes(name), random, GeminiLawsTest::readAll);
            DialectLaws.neverThrows(noise(random), random, GeminiLawsTest::readAll);
        });
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Everything that reads bytes, and the writers behind it. */
    private static void readAll(byte[] bytes) {
        Slice body = new Slice(bytes, 0, bytes.length);
        GeminiDialect dialect = Golden.DIALECT;
        if (dialect.read(body, DialectLaws.facts("m", true, true)) instanceof ChatReading.Read read) {
            assertThat(dialect.write(read.request(), Golden.writing("gemini-2.5-pro")))
                    .isNotNull();
        }
        if (dialect.read(body) instanceof AnswerReading.Read read) {
            assertThat(dialect.write(read.answer(), DialectLaws.REPLY)).isNotNull();
        }
        List<ChatEvent> events = new ArrayList<>();
        Consumer<ChatEvent> sink = events::add;
        var reader = dialect.events();
        reader.read(bytes, 0, bytes.length, sink);
        reader.end(sink);
        assertThat(DialectLaws.stream(dialect, events, DialectLaws.REPLY)).isNotNull();
        dialect.usage(bytes, 0, bytes.length);
        dialect.isError(bytes, 0, bytes.length);
        byte[] event = ("data: " + new String(bytes, StandardCharsets.ISO_8859_1) + "\n\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        EventScanner scanner = new EventScanner();
        while (scanner.next(event, event.length, true)) {
            dialect.follow().read(event, scanner);
        }
    }
}
