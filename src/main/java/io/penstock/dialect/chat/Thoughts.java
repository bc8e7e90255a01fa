package io.penstock.dialect.chat;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thoughts in a message of the assistant. The fullest form given holds: {@code reasoning_details} (OpenRouter), else
 * {@code thinking_blocks} (LiteLLM), else {@code reasoning_content} (DeepSeek), else {@code reasoning} (Groq).
 */
final class Thoughts {
    private Thoughts() {}

    static List<Part> read(JsonValue.Obj message) {
        List<JsonValue.Obj> details = message.objects("reasoning_details");
        if (!details.isEmpty()) {
            return details(details);
        }
        List<JsonValue.Obj> blocks = message.objects("thinking_blocks");
        if (!blocks.isEmpty()) {
            return blocks(blocks);
        }
        String text = text(message);
        return text.isEmpty() ? List.of() : List.of(new Part.Thinking(text, null));
    }

    /** {@code reasoning_content}, else {@code reasoning}; empty where neither says anything. */
    static String text(JsonValue.Obj message) {
        String content = message.textOrEmpty("reasoning_content");
        return content.isEmpty() ? message.textOrEmpty("reasoning") : content;
    }

    /** Mistral's {@code {"type":"thinking","thinking":[{"type":"text","text"}]}}; other vendors give a text. */
    static List<Part> mistral(JsonValue.Obj part) {
        StringBuilder text = new StringBuilder(part.textOrEmpty("thinking"));
        part.objects("thinking").forEach(piece -> text.append(piece.textOrEmpty("text")));
        return text.isEmpty() ? List.of() : List.of(new Part.Thinking(text.toString(), null));
    }

    /** The text of one detail: of a {@code reasoning.text}, or a {@code reasoning.summary}. */
    static String text(String type, JsonValue.Obj detail) {
        return detail.textOrEmpty(type.equals("reasoning.summary") ? "summary" : "text");
    }

    /** The seal of one detail; {@code null} where it has none, or a vendor made it whose seals nobody wants back. */
    static @Nullable Signature seal(JsonValue.Obj detail, String field) {
        String data = detail.textOrEmpty(field);
        String vendor = vendor(detail.textOrEmpty("format"));
        return data.isEmpty() || vendor == null ? null : new Signature(vendor, data);
    }

    /** OpenRouter's formats are {@code anthropic-claude-v1}, {@code google-gemini-v1}, ...; none is Anthropic's. */
    private static @Nullable String vendor(String format) {
        if (format.isEmpty() || format.startsWith(Signature.ANTHROPIC)) {
            return Signature.ANTHROPIC;
        }
        if (format.startsWith(Signature.GOOGLE)) {
            return Signature.GOOGLE;
        }
        return format.startsWith(Signature.OPENAI) ? Signature.OPENAI : null;
    }

    /** Clients that collect a stream may give its pieces back: pieces without a seal, and the seal that ends them. */
    private static List<Part> details(List<JsonValue.Obj> details) {
        List<Part> parts = new ArrayList<>();
        String open = "";
        Long index = null;
        for (JsonValue.Obj detail : details) {
            String type = detail.textOrEmpty("type");
            Long at = detail.integer("index");
            if (!open.isEmpty() && (index != null && at != null && !index.equals(at))) {
                parts.add(new Part.Thinking(open, null));
                open = "";
            }
            index = at;
            if (type.equals("reasoning.encrypted")) {
                open = close(open, parts);
                Signature seal = seal(detail, "data");
                if (seal != null) {
                    parts.add(new Part.HiddenThinking(seal));
                }
                continue;
            }
            open += text(type, detail);
            Signature seal = seal(detail, "signature");
            if (seal != null) {
                parts.add(new Part.Thinking(open, seal));
                open = "";
            }
        }
        close(open, parts);
        return parts;
    }

    private static String close(String open, List<Part> parts) {
        if (!open.isEmpty()) {
            parts.add(new Part.Thinking(open, null));
        }
        return "";
    }

    private static List<Part> blocks(List<JsonValue.Obj> blocks) {
        List<Part> parts = new ArrayList<>();
        for (JsonValue.Obj block : blocks) {
            String seal = block.textOrEmpty("signature");
            String hidden = block.textOrEmpty("data");
            String text = block.textOrEmpty("thinking");
            if (!hidden.isEmpty()) {
                parts.add(new Part.HiddenThinking(new Signature(Signature.ANTHROPIC, hidden)));
            } else if (!seal.isEmpty() || !text.isEmpty()) {
                parts.add(new Part.Thinking(text, seal.isEmpty() ? null : new Signature(Signature.ANTHROPIC, seal)));
            }
        }
        return parts;
    }

    /**
     * Writes the thoughts' text as this field of a message, and {@code reasoning_details} where the text alone would
     * lose a seal or where one thought ends.
     */
    static void write(List<Part> parts, String field, JsonWriter out) {
        String text = joined(parts);
        if (!text.isEmpty()) {
            out.put(field, text);
        }
        if (needDetails(parts)) {
            out.array("reasoning_details");
            int index = 0;
            for (Part part : parts) {
                if (part instanceof Part.Thinking thinking) {
                    open(out, "reasoning.text", index++).put("text", thinking.text());
                    sealed(out, "signature", thinking.signature()).endObject();
                } else if (part instanceof Part.HiddenThinking hidden) {
                    open(out, "reasoning.encrypted", index++);
                    sealed(out, "data", hidden.signature()).endObject();
                }
            }
            out.endArray();
        }
    }

    /** Begins a detail. */
    static JsonWriter open(JsonWriter out, String type, int index) {
        return out.object().put("type", type).put("index", index);
    }

    /** Adds a seal and who made it. */
    static JsonWriter sealed(JsonWriter out, String field, @Nullable Signature seal) {
        return seal == null ? out : out.put(field, seal.data()).put("format", seal.vendor());
    }

    /** The texts of all thoughts, with an empty line between them. */
    static String joined(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Thinking thinking && !thinking.text().isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n\n").append(thinking.text());
            }
        }
        return text.toString();
    }

    private static boolean needDetails(List<Part> parts) {
        int texts = 0;
        for (Part part : parts) {
            boolean sealed = part instanceof Part.Thinking thinking && thinking.signature() != null;
            if (sealed || part instanceof Part.HiddenThinking) {
                return true;
            }
            texts += part instanceof Part.Thinking ? 1 : 0;
        }
        return texts > 1;
    }
}
