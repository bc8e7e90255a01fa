package io.penstock.dialect.chat;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One tool call, in a message or a delta. Arguments that are no JSON object are kept as the text they are: what a
 * dialect that needs an object makes of them is its own matter.
 *
 * @param id empty where it has none
 * @param name empty where it has none
 * @param arguments empty where it has none
 */
record CallReader(
        String id,
        String name,
        String arguments,
        boolean freeform,
        @Nullable Signature signature) {

    static CallReader of(JsonValue.Obj call) {
        JsonValue.Obj custom = call.object("custom");
        JsonValue.Obj function = call.object("function");
        boolean freeform = custom != null || "custom".equals(call.text("type"));
        JsonValue.Obj body = freeform ? custom : function;
        return new CallReader(
                call.textOrEmpty("id"),
                body == null ? "" : body.textOrEmpty("name"),
                body == null ? "" : arguments(body.get(freeform ? "input" : "arguments")),
                freeform,
                seal(call));
    }

    /** The legacy {@code function_call}, which has no id. */
    static CallReader legacy(JsonValue.Obj call) {
        return new CallReader("", call.textOrEmpty("name"), arguments(call.get("arguments")), false, null);
    }

    /** This call as a part. */
    Part.ToolUse use(String givenId) {
        return new Part.ToolUse(
                givenId, name, arguments.isEmpty() && !freeform ? "{}" : arguments, freeform, signature);
    }

    /** A text; some providers give the object itself. */
    private static String arguments(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonValue.Text text -> text.value();
            case JsonValue.Obj object -> object.raw().text();
            default -> "";
        };
    }

    private static @Nullable Signature seal(JsonValue.Obj call) {
        JsonValue.Obj extra = call.object("extra_content");
        JsonValue.Obj google = extra == null ? null : extra.object("google");
        String data = google == null ? "" : google.textOrEmpty("thought_signature");
        return data.isEmpty() ? null : new Signature(Signature.GOOGLE, data);
    }
}
