package io.penstock.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.Seeded;
import io.penstock.chat.AnyAnswer;
import io.penstock.chat.AnyChat;
import io.penstock.chat.AnyChat.Can;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Told;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written in this dialect is read back as it was, whatever it is. */
class ChatLawsTest {
    private static final Set<String> VENDORS = Set.of(Signature.ANTHROPIC, Signature.GOOGLE, Signature.OPENAI);
    private static final Set<Quirk> KEEPS_ALL = Set.of(Quirk.REASONING_DETAILS, Quirk.CACHE_CONTROL);

    /** What the dialect has no place for, or a place of another form. */
    private static final Set<Can> LOST = EnumSet.of(
            Can.RESULT_ERRORS,
            Can.RESULT_NAMES,
            Can.RESULT_IMAGES,
            Can.RESULTS_TOGETHER,
            Can.ANY_ORDER,
            Can.DOCUMENT_LINKS,
            Can.BUDGET,
            Can.ADAPTIVE,
            Can.SUMMARY,
            Can.TOP_K);

    private final ChatDialect chat = new ChatDialect();

    @Test
    void aCallIsReadBackAsItWas() {
        Seeded.check(500, random -> {
            // Given
            ChatRequest request = new AnyChat(random, EnumSet.complementOf(EnumSet.copyOf(LOST)), VENDORS).request();

            // Then
            DialectLaws.readsBackWhatItWrites(chat, chat, request, new Writing("gemini-any", 0, false, KEEPS_ALL));
        });
    }

    @Test
    void anAnswerIsReadBackAsItWas() {
        Seeded.check(
                500,
                random -> DialectLaws.readsBackWhatItWrites(
                        chat, chat, any(random).answer()));
    }

    @Test
    void aStreamIsReadBackAsItWas() {
        Seeded.check(500, random -> {
            // Given
            AnyAnswer any = any(random);
            ChatAnswer answer = any.answer();

            // Then
            DialectLaws.readsBackWhatItWrites(chat, chat, any.events(answer));
        });
    }

    @Test
    void aStreamCutAnywhereTellsTheSame() {
        Seeded.check(2, random -> {
            // Given
            AnyAnswer any = any(random);
            byte[] sse = DialectLaws.stream(chat, any.events(any.answer()), DialectLaws.REPLY);

            // Then
            DialectLaws.cutAnywhereTellsTheSame(sse, chat::events);
        });
    }

    @Test
    void noBytesMakeItThrow() {
        Seeded.check(700, random -> {
            // Given
            ChatRequest request =
                    new AnyChat(random, EnumSet.complementOf(EnumSet.of(Can.DOCUMENT_LINKS)), VENDORS).request();
            byte[] body = DialectLaws.body(chat.write(request, new Writing("m", 0, true, KEEPS_ALL)))
                    .getBytes();
            AnyAnswer any = any(random);
            ChatAnswer answer = any.answer();
            byte[] whole = chat.write(answer, DialectLaws.REPLY).getBytes();
            byte[] sse = DialectLaws.stream(chat, any.events(answer), DialectLaws.REPLY);

            // Then
            DialectLaws.neverThrows(body, random, bytes -> chat.read(all(bytes), DialectLaws.facts("m", false, false)));
            DialectLaws.neverThrows(whole, random, bytes -> chat.read(all(bytes)));
            DialectLaws.neverThrows(sse, random, bytes -> DialectLaws.eventsOf(bytes, chat.events()));
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            chat.read(all(noise), DialectLaws.facts("m", false, false));
            chat.read(all(noise));
            chat.events().read(noise, 0, noise.length, event -> {});
        });
    }

    @Test
    void aChunkWithOneValueInThePlaceOfAnotherStillTellsAProperStream() {
        Seeded.check(3000, random -> {
            // Given
            byte[] chunk = ("{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\","
                            + "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}],"
                            + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"t\",\"signature\":\"s\"}]},"
                            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}")
                    .getBytes(UTF_8);

            // Then
            DialectLaws.neverThrows(chunk, random, bytes -> {
                byte[] sse = Arrays.copyOf("data: ".getBytes(UTF_8), 6 + bytes.length + 2);
                System.arraycopy(bytes, 0, sse, 6, bytes.length);
                sse[sse.length - 2] = '\n';
                sse[sse.length - 1] = '\n';
                Told.by(DialectLaws.eventsOf(sse, chat.events()));
            });
        });
    }

    private static AnyAnswer any(Random random) {
        Set<Can> can = EnumSet.complementOf(EnumSet.of(Can.ANY_ORDER, Can.STOP_SEQUENCE, Can.FAILURES));
        return new AnyAnswer(random, can, VENDORS);
    }

    private static Slice all(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }
}
