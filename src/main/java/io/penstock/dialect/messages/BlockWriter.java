package io.penstock.dialect.messages;

import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of one call's messages. Owned by one call. */
final class BlockWriter {
    /** More marks than this are refused by the API; the first ones are kept. */
    private static final int CACHE_MARKS_MAX = 4;

    private final JsonWriter out;
    private final Mistakes mistakes;
    private final SourceWriter sources;
    private final ToolIds ids = new ToolIds();
    private int cacheMarks;

    BlockWriter(JsonWriter out, Mistakes mistakes) {
        this.out = out;
        this.mistakes = mistakes;
        this.sources = new SourceWriter(out, mistakes);
    }

    /** Whether thoughts may go back to Anthropic: only those it has sealed. */
    static boolean isOurs(@Nullable Signature signature) {
        return signature != null && signature.isOf(Signature.ANTHROPIC);
    }

    void cacheMark(@Nullable CacheMark mark) {
        if (mark != null && cacheMarks++ < CACHE_MARKS_MAX) {
            out.object("cache_control").put("type", "ephemeral");
            if (!mark.equals(CacheMark.SHORT)) {
                out.put("ttl", mark.ttl());
            }
            out.endObject();
        }
    }

    /** @param field where the part stands, for what cannot be written */
    void block(String field, Part part) {
        switch (part) {
            case Part.Text text -> text(text.text(), text.cache());
            case Part.Refusal refusal -> text(refusal.text(), null);
            case Part.Image image -> sources.image(field, image.media(), () -> cacheMark(image.cache()));
            case Part.Document document -> sources.document(field, document, () -> cacheMark(document.cache()));
            case Part.Audio audio ->
                mistakes.unsupported(field + ".input_audio", "Anthropic's models take no audio ('" + field + "').");
            case Part.ToolUse use -> toolUse(field, use);
            case Part.ToolResult result -> result(field, result);
            case Part.Thinking thinking -> thinking(thinking);
            case Part.HiddenThinking hidden ->
                out.object()
                        .put("type", "redacted_thinking")
                        .put("data", hidden.signature().data())
                        .endObject();
        }
    }

    private void text(String text, @Nullable CacheMark mark) {
        out.object().put("type", "text").put("text", text);
        cacheMark(mark);
        out.endObject();
    }

    private void thinking(Part.Thinking thinking) {
        Signature signature = thinking.signature();
        out.object()
                .put("type", "thinking")
                .put("thinking", thinking.text())
                .put("signature", signature == null ? "" : signature.data())
                .endObject();
    }

    private void toolUse(String field, Part.ToolUse use) {
        Slice input = input(use);
        if (input == null) {
            mistakes.invalid(
                    field + ".arguments",
                    "The arguments of the call '" + use.id() + "' of the tool '" + use.name()
                            + "' are not a JSON object.");
            return;
        }
        out.object()
                .put("type", "tool_use")
                .put("id", ids.of(use.id()))
                .put("name", use.name())
                .raw("input", input)
                .endObject();
    }

    /** A call's arguments as a JSON object; {@code null} where they are none. */
    static @Nullable Slice input(Part.ToolUse use) {
        if (use.freeform()) {
            return Slice.of(FreeformTools.wrap(use.arguments()));
        }
        Slice arguments = Slice.of(use.arguments().isBlank() ? "{}" : use.arguments());
        return JsonReader.object(arguments) == null ? null : arguments;
    }

    private void result(String field, Part.ToolResult result) {
        out.object().put("type", "tool_result").put("tool_use_id", ids.of(result.id()));
        List<Part> content = result.content();
        boolean plain = content.size() == 1 && content.getFirst() instanceof Part.Text text && text.cache() == null;
        if (plain) {
            out.put("content", ((Part.Text) content.getFirst()).text());
        } else if (!content.isEmpty()) {
            out.array("content");
            int index = 0;
            for (Part part : content) {
                String place = field + ".content." + index++;
                if (!(part instanceof Part.Text text && text.text().isBlank())) {
                    block(place, part);
                }
            }
            out.endArray();
        }
        if (result.error()) {
            out.put("is_error", true);
        }
        cacheMark(result.cache());
        out.endObject();
    }
}
