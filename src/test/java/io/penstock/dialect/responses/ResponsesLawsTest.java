package io.penstock.dialect.responses;

import io.penstock.Seeded;
import io.penstock.chat.AnyAnswer;
import io.penstock.chat.AnyChat;
import io.penstock.chat.AnyChat.Can;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.Turn;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.Writing;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponsesLawsTest {
    private static final int SOURCES = 200;
    private static final Set<String> VENDORS = Set.of(Signature.OPENAI);
    private static final Set<Can> ASKED = EnumSet.of(
            Can.IMAGES,
            Can.DETAIL,
            Can.DOCUMENTS,
            Can.DOCUMENT_NAMES,
            Can.LINKS,
            Can.DOCUMENT_LINKS,
            Can.UPLOADS,
            Can.AUDIO,
            Can.FREEFORM,
            Can.RESULT_IMAGES,
            Can.RESULT_TEXTS,
            Can.SYSTEMS,
            Can.SYSTEM_ANYWHERE,
            Can.NEIGHBOURS,
            Can.SEVERAL_TEXTS,
            Can.ANY_ORDER,
            Can.REFUSALS,
            Can.SEVERAL_THOUGHTS,
            Can.SIGNED_THINKING,
            Can.HIDDEN_THINKING,
            Can.EFFORT,
            Can.SUMMARY,
            Can.HOT,
            Can.ANY_JSON,
            Can.SCHEMA,
            Can.SCHEMA_NAMES,
            Can.STRICT,
            Can.AMONG,
            Can.NAMED_CHOICE,
            Can.PARALLEL,
            Can.USER);
    private static final Set<Can> SAID = EnumSet.of(
            Can.FREEFORM,
            Can.REFUSALS,
            Can.ANY_ORDER,
            Can.SEVERAL_THOUGHTS,
            Can.SIGNED_THINKING,
            Can.UNSIGNED_THINKING,
            Can.HIDDEN_THINKING);

    private final ResponsesDialect dialect = new ResponsesDialect();

    @Test
    void aCallIsReadBackAsItWasWritten() {
        Seeded.check(SOURCES, random -> {
            // Given
            ChatRequest any = said(new AnyChat(random, ASKED, VENDORS).request());

            // When // Then
            DialectLaws.readsBackWhatItWrites(dialect, dialect, any, new Writing(any.model(), 0, false, Set.of()));
        });
    }

    @Test
    void anAnswerIsReadBackAsItWasWritten() {
        Seeded.check(SOURCES, random -> {
            // Given
            ChatAnswer any = new AnyAnswer(random, SAID, VENDORS).answer();

            // When // Then
            DialectLaws.readsBackWhatItWrites(dialect, dialect, any);
        });
    }

    @Test
    void aStreamIsReadBackAsItWasWritten() {
        Seeded.check(SOURCES, random -> {
            // Given
            AnyAnswer source = new AnyAnswer(random, SAID, VENDORS);

            // When // Then
            DialectLaws.readsBackWhatItWrites(dialect, dialect, source.events(source.answer()));
        });
    }

    @Test
    void callsWhoseArgumentsComeMixedAreReadBackWhole() {
        Seeded.check(SOURCES, random -> {
            // Given
            AnyAnswer source = new AnyAnswer(random, EnumSet.of(Can.INTERLEAVED, Can.FREEFORM), VENDORS);

            // When // Then
            DialectLaws.readsBackWhatItWrites(dialect, dialect, source.events(source.answer()));
        });
    }

    @Test
    void aStreamCutAnywhereTellsTheSame() {
        Seeded.check(2, random -> {
            // Given
            AnyAnswer source = new AnyAnswer(random, SAID, VENDORS);
            byte[] sse = DialectLaws.stream(dialect, source.events(source.answer()), DialectLaws.REPLY);

            // When // Then
            DialectLaws.cutAnywhereTellsTheSame(sse, dialect::events);
        });
    }

    @Test
    void brokenBytesAreNoExceptions() {
        RequestFacts facts = DialectLaws.facts("m", true, true);
        Seeded.check(800, random -> {
            // Given
            ChatRequest any = new AnyChat(random, ASKED, VENDORS).request();
            Writing writing = new Writing("m", 0, true, Set.of());
            Buffer request = DialectLaws.body(dialect.write(any, writing));
            AnyAnswer source = new AnyAnswer(random, SAID, VENDORS);
            ChatAnswer answer = source.answer();
            byte[] sse = DialectLaws.stream(dialect, source.events(answer), DialectLaws.REPLY);
            byte[] whole = dialect.write(answer, DialectLaws.REPLY).getBytes();

            // When // Then
            DialectLaws.neverThrows(request.getBytes(), random, bytes -> dialect.read(all(bytes), facts));
            DialectLaws.neverThrows(whole, random, bytes -> {
                dialect.read(all(bytes));
                dialect.usage(bytes, 0, bytes.length);
                dialect.isError(bytes, 0, bytes.length);
            });
            DialectLaws.neverThrows(sse, random, bytes -> DialectLaws.eventsOf(bytes, dialect.events()));
            DialectLaws.neverThrows(sse, random, Followed::of);
        });
    }

    private static Slice all(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    /** The call with what this dialect always says: usage, {@code strict}, a detail, a file's name. */
    private static ChatRequest said(ChatRequest any) {
        return new ChatRequest(
                any.model(),
                any.stream(),
                true,
                any.turns().stream().map(ResponsesLawsTest::said).toList(),
                any.tools().stream().map(ResponsesLawsTest::said).toList(),
                any.toolChoice(),
                any.parallelTools(),
                any.format() instanceof OutputFormat.Schema(var name, var description, var schema, var strict)
                        ? new OutputFormat.Schema(name, description, schema, Boolean.TRUE.equals(strict))
                        : any.format(),
                any.sampling(),
                said(any.reasoning()),
                any.user(),
                any.leftovers());
    }

    private static Reasoning said(Reasoning any) {
        if (any == null) {
            return null;
        }
        Boolean summary = Boolean.TRUE.equals(any.summary()) ? true : null;
        return any.effort() == null && summary == null ? null : new Reasoning(any.effort(), null, summary, false);
    }

    private static Tool said(Tool tool) {
        return tool instanceof Tool.Function(var name, var description, var schema, var strict, var cache)
                ? new Tool.Function(name, description, schema, Boolean.TRUE.equals(strict), cache)
                : tool;
    }

    private static Turn said(Turn turn) {
        return new Turn(turn.role(), turn.name(), said(turn.parts()));
    }

    private static List<Part> said(List<Part> parts) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Image(var media, var detail, var cache)
                    when detail == null -> new Part.Image(media, "auto", cache);
                    case Part.Document(var media, var name, var cache)
                    when name == null && media instanceof Media.Inline ->
                        new Part.Document(media, "document.pdf", cache);
                    case Part.ToolResult(var id, var name, var content, var error, var cache) ->
                        new Part.ToolResult(id, name, said(content), error, cache);
                    default -> part;
                })
                .toList();
    }
}
