package io.penstock.dialect.gemini;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a candidate. What has no place in a canonical answer (pictures, code that Google ran) is left out. A
 * call without an id gets one made of the answer's id and the call's place in it, so that no two calls of a
 * conversation share one.
 */
final class AnswerParts {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private AnswerParts() {}

    /**
     * @param candidate {@code {"content":{"parts":[...]}}}; parts may be missing
     * @param calls how many calls of this choice came before
     */
    static List<Part> read(JsonValue.Obj candidate, String responseId, int choice, int calls) {
        List<Part> parts = new ArrayList<>();
        JsonValue.Obj content = candidate.object("content");
        int call = calls;
        for (JsonValue.Obj part : content == null ? List.<JsonValue.Obj>of() : content.objects("parts")) {
            JsonValue.Obj function = part.object("functionCall");
            if (function == null) {
                text(part, parts);
                continue;
            }
            JsonValue.Obj arguments = function.object("args");
            String given = function.textOrEmpty("id");
            String id = given.isEmpty() ? madeUp(responseId, choice, call, function.raw()) : given;
            String json = arguments == null || arguments.isEmpty()
                    ? "{}"
                    : arguments.raw().text();
            parts.add(new Part.ToolUse(id, function.textOrEmpty("name"), json, false, signature(part)));
            call++;
        }
        return parts;
    }

    private static void text(JsonValue.Obj part, List<Part> parts) {
        String text = part.textOrEmpty("text");
        Signature signature = signature(part);
        boolean thought = Boolean.TRUE.equals(part.flag("thought"));
        if (!text.isEmpty()) {
            parts.add(thought ? new Part.Thinking(text, signature) : new Part.Text(text));
        }
        if (signature != null && (!thought || text.isEmpty())) {
            parts.add(new Part.Thinking("", signature));
        }
    }

    private static @Nullable Signature signature(JsonValue.Obj part) {
        String data = part.textOrEmpty("thoughtSignature");
        return data.isEmpty() ? null : new Signature(Signature.GOOGLE, data);
    }

    private static String madeUp(String responseId, int choice, int call, Slice function) {
        long hash = FNV_START;
        String place = responseId + '/' + choice + '/' + call + '/';
        for (int i = 0; i < place.length(); i++) {
            hash = (hash ^ place.charAt(i)) * FNV_PRIME;
        }
        for (int at = function.from(); at < function.to(); at++) {
            hash = (hash ^ function.array()[at]) * FNV_PRIME;
        }
        return "call_" + Long.toHexString(hash);
    }
}
