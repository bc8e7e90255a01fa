package io.penstock.dialect.gemini;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a candidate. */
final class CandidateWriter {
    private CandidateWriter() {}

    /** Begins a candidate, up to the first of its parts. */
    static void begin(JsonWriter out) {
        out.object().object("content").array("parts");
    }

    /**
     * Ends the candidate.
     *
     * @param finishReason {@code null} while more is to come
     * @param finishMessage what a call looked like that could not be written
     */
    static void end(int index, @Nullable String finishReason, @Nullable String finishMessage, JsonWriter out) {
        out.endArray().put("role", "model").endObject();
        out.put("finishReason", finishReason).put("finishMessage", finishMessage);
        out.put("index", index).endObject();
    }

    static void text(String text, boolean thought, @Nullable Signature signature, JsonWriter out) {
        out.object().put("text", text).put("thought", thought ? Boolean.TRUE : null);
        sign(signature, out);
        out.endObject();
    }

    /** Whether the call could be written: its arguments are an object, or nothing. */
    static boolean call(Part.ToolUse use, JsonWriter out) {
        JsonValue.Obj arguments = JsonReader.object(use.arguments());
        if (arguments == null && !use.arguments().isBlank() && !use.freeform()) {
            return false;
        }
        out.object().object("functionCall").put("id", use.id()).put("name", use.name());
        if (use.freeform()) {
            out.object("args").put("input", use.arguments()).endObject();
        } else {
            out.raw("args", arguments == null ? Slice.of("{}") : arguments.raw());
        }
        out.endObject();
        sign(use.signature(), out);
        out.endObject();
        return true;
    }

    private static void sign(@Nullable Signature signature, JsonWriter out) {
        if (signature != null && signature.isOf(Signature.GOOGLE)) {
            out.put("thoughtSignature", signature.data());
        }
    }
}
