package io.penstock.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a message. */
public sealed interface Part {

    /**
     * How long the prompt up to and with this part should stay in the provider's cache.
     *
     * @param ttl {@code 5m} or {@code 1h} (Anthropic's spelling)
     */
    record CacheMark(String ttl) {
        public static final CacheMark SHORT = new CacheMark("5m");
    }

    /** @param cache {@code null} where no mark stands here */
    record Text(String text, @Nullable CacheMark cache) implements Part {
        public Text(String text) {
            this(text, null);
        }
    }

    /** @param detail OpenAI's {@code low}, {@code high} or {@code auto} */
    record Image(
            Media media, @Nullable String detail, @Nullable CacheMark cache) implements Part {
        public Image(Media media) {
            this(media, null, null);
        }
    }

    /**
     * Spoken input.
     *
     * @param format {@code wav}, {@code mp3}, ... as OpenAI names it
     * @param base64 standard alphabet
     */
    record Audio(String format, Slice base64) implements Part {}

    /**
     * A PDF, or another file that is no picture.
     *
     * @param name its file name or title
     */
    record Document(
            Media media, @Nullable String name, @Nullable CacheMark cache) implements Part {}

    /**
     * The model asks for a tool. Only in turns and answers of the assistant.
     *
     * @param id what the result must name; never empty (a reader makes one up where a dialect has none)
     * @param arguments a JSON object as text ({@code {}} for none), or anything where {@code freeform}
     * @param freeform whether {@code arguments} is plain text (OpenAI's custom tools)
     * @param signature Google puts its seal on calls
     */
    record ToolUse(
            String id,
            String name,
            String arguments,
            boolean freeform,
            @Nullable Signature signature) implements Part {
        public ToolUse(String id, String name, String arguments) {
            this(id, name, arguments, false, null);
        }
    }

    /**
     * What a tool returned. Only in turns of {@link Role#TOOL}.
     *
     * @param id the {@link ToolUse#id} it answers
     * @param name the tool's name where the dialect says it, else {@code null}; {@link ChatRequest#toolName} finds it
     * @param content texts, images and documents
     * @param error whether the tool failed
     */
    record ToolResult(
            String id,
            @Nullable String name,
            List<Part> content,
            boolean error,
            @Nullable CacheMark cache) implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }

        public ToolResult(String id, String text) {
            this(id, null, List.of(new Text(text)), false, null);
        }
    }

    /**
     * What the model thought before it spoke.
     *
     * @param text a summary in most cases; may be empty where only the seal is given
     * @param signature what its vendor wants back with it
     */
    record Thinking(String text, @Nullable Signature signature) implements Part {}

    /** Thoughts the vendor gives out only encrypted. */
    record HiddenThinking(Signature signature) implements Part {}

    /** The model declines. */
    record Refusal(String text) implements Part {}
}
