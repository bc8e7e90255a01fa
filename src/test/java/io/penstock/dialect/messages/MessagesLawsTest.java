package io.penstock.dialect.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.chat.AnyAnswer;
import io.penstock.chat.AnyChat;
import io.penstock.chat.AnyChat.Can;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonReader;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagesLawsTest {
    private static final Set<Can> REQUESTS = EnumSet.of(
            Can.IMAGES,
            Can.LINKS,
            Can.DOCUMENTS,
            Can.DOCUMENT_LINKS,
            Can.DOCUMENT_NAMES,
            Can.RESULT_ERRORS,
            Can.RESULT_IMAGES,
            Can.RESULT_TEXTS,
            Can.RESULTS_TOGETHER,
            Can.SEVERAL_TEXTS,
            Can.ANY_ORDER,
            Can.SEVERAL_THOUGHTS,
            Can.SIGNED_THINKING,
            Can.HIDDEN_THINKING,
            Can.TOP_K,
            Can.SCHEMA,
            Can.NAMED_CHOICE,
            Can.USER);
    private static final Set<Can> ANSWERS = EnumSet.of(
            Can.SEVERAL_TEXTS,
            Can.ANY_ORDER,
            Can.UNSIGNED_THINKING,
            Can.SIGNED_THINKING,
            Can.SEVERAL_THOUGHTS,
            Can.HIDDEN_THINKING,
            Can.STOP_SEQUENCE);
    private static final Set<String> EVERYONE = Set.of(Signature.ANTHROPIC, Signature.GOOGLE, Signature.OPENAI);

    /** As it comes back: the dialect always has a maximum and usage, and holds to its schemas. */
    private static ChatRequest asRead(ChatRequest request) {
        Sampling said = request.sampling();
        boolean both = said.temperature() != null && said.topP() != null;
        Sampling sampling = new Sampling(
                said.maxTokens() == null ? (Integer) Thought.MAX_TOKENS : said.maxTokens(),
                said.temperature(),
                both ? null : said.topP(),
                said.topK(),
                said.stop(),
                null,
                null,
                null,
                null,
                null,
                null);
        OutputFormat format = request.format() instanceof OutputFormat.Schema schema
                ? new OutputFormat.Schema("response", null, schema.schema(), true)
                : request.format();
        return new ChatRequest(
                request.model(),
                request.stream(),
                true,
                request.turns(),
                request.tools(),
                request.toolChoice(),
                request.parallelTools(),
                format,
                sampling,
                request.reasoning(),
                request.user(),
                List.of());
    }

    private static Writing writing(ChatRequest request) {
        // A model whose name says that it takes sampling and formats.
        return new Writing(request.model(), 0, false, Set.of());
    }

    private static ChatRequest named(ChatRequest request) {
        return new ChatRequest(
                "claude-sonnet-4-5",
                request.stream(),
                request.usageWanted(),
                request.turns(),
                request.tools(),
                request.toolChoice(),
                request.parallelTools(),
                request.format(),
                request.sampling(),
                request.reasoning(),
                request.user(),
                request.leftovers());
    }

    @Test
    void readsTheCallsThatItWrites() {
        Seeded.check(500, random -> {
            ChatRequest request = asRead(named(new AnyChat(random, REQUESTS, Set.of(Signature.ANTHROPIC)).request()));
            DialectLaws.readsBackWhatItWrites(Golden.DIALECT, Golden.DIALECT, request, writing(request));
        });
    }

    @Test
    void writesAnyCallOrNamesAField() {
        Seeded.check(500, random -> {
            ChatRequest request = new AnyChat(random, EnumSet.allOf(Can.class), EVERYONE).request();
            String model = Seeded.oneOf(random, "claude-sonnet-4-5", "claude-opus-4-8", "claude-opus-5-5", "other");
            boolean drop = random.nextBoolean();
            switch (Golden.DIALECT.write(request, new Writing(model, 4096, drop, Set.of()))) {
                case Written.Body body ->
                    assertThat(JsonReader.object(DialectLaws.slice(body.bytes())))
                            .isNotNull();
                case Written.Refused refused -> {
                    assertThat(refused.error().param()).isNotNull();
                    // Parameters may be left out, content may not.
                    assertThat(drop
                                    && !refused.error().param().startsWith("messages.")
                                    && !refused.error().param().startsWith("system"))
                            .isFalse();
                }
            }
        });
    }

    @Test
    void readsTheAnswersThatItWrites() {
        Seeded.check(500, random -> {
            ChatAnswer answer = new AnyAnswer(random, ANSWERS, EVERYONE).answer();
            DialectLaws.readsBackWhatItWrites(Golden.DIALECT, Golden.DIALECT, answer);
        });
    }

    @Test
    void readsTheStreamsThatItWrites() {
        Seeded.check(500, random -> {
            Set<Can> can = EnumSet.copyOf(ANSWERS);
            if (random.nextBoolean()) {
                can.add(Can.INTERLEAVED);
            }
            AnyAnswer any = new AnyAnswer(random, can, EVERYONE);
            DialectLaws.readsBackWhatItWrites(Golden.DIALECT, Golden.DIALECT, any.events(any.answer()));
        });
    }

    @Test
    void readsItsStreamsHoweverTheyAreCut() {
        Seeded.check(5, random -> {
            AnyAnswer any = new AnyAnswer(random, ANSWERS, EVERYONE);
            byte[] sse = DialectLaws.stream(Golden.DIALECT, any.events(any.answer()), DialectLaws.REPLY);
            DialectLaws.cutAnywhereTellsTheSame(sse, Golden.DIALECT::events);
        });
    }

    @Test
    void neverThrowsWhateverItReads() {
        Seeded.check(4000, random -> {
            String sample = Seeded.oneOf(random, "request.json", "answer.json", "stream.txt", "mixed-calls.txt");
            DialectLaws.neverThrows(Golden.bytes(sample), random, bytes -> readAsAnything(bytes, random));
        });
    }

    private static void readAsAnything(byte[] bytes, Random random) {
        Slice slice = new Slice(bytes, 0, bytes.length);
        boolean reads = switch (Golden.DIALECT.read(slice, DialectLaws.facts("m", true, true))) {
            case ChatReading.Read read ->
                MessagesDialect.estimatedTokens(read.request()) > 0
                        && Golden.DIALECT.write(read.request(), new Writing("m", 0, random.nextBoolean(), Set.of()))
                                != null;
            case ChatReading.Refused refused -> refused.error() != null;
        };
        assertThat(reads).isTrue();
        Golden.DIALECT.read(slice);
        Golden.DIALECT.isError(bytes, 0, bytes.length);
        Golden.DIALECT.usage(bytes, 0, bytes.length);
        DialectLaws.eventsOf(bytes, Golden.DIALECT.events());
        EventScanner scanner = new EventScanner();
        var stream = Golden.DIALECT.follow();
        while (scanner.next(bytes, bytes.length, true)) {
            stream.read(bytes, scanner);
        }
    }

    @Test
    void countsTokensByLength() {
        // Given
        Slice body = Slice.of(
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"" + "a".repeat(3500) + "\"}]}");
        ChatRequest request = DialectLaws.request(Golden.DIALECT.read(body, DialectLaws.facts("m", false, false)));

        // Then
        assertThat(MessagesDialect.estimatedTokens(request)).isEqualTo(1004);
        assertThat(MessagesDialect.countTokensBody(1004)).isEqualTo(Buffer.buffer("{\"input_tokens\":1004}"));
        assertThat(MessagesDialect.estimatedTokens(DialectLaws.request(
                        Golden.DIALECT.read(Golden.slice("request.json"), DialectLaws.facts("m", false, false)))))
                .isBetween(3 * 1600L + 3000, 3 * 1600L + 3000 + 1000);
    }
}
