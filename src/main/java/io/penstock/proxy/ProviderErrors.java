package io.penstock.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Errors as providers write them: an object below {@code error}, a text below it, the object wrapped in an array, or
 * flat with a {@code message}.
 */
final class ProviderErrors {
    private static final int MESSAGE_CHARS_MAX = 1_000;

    private ProviderErrors() {}

    /** The JSON object an error body holds, unwrapped from an array; {@code null} where it holds none. */
    static @Nullable JsonObject object(Buffer body) {
        try {
            String text = body.toString(StandardCharsets.UTF_8).strip();
            if (text.startsWith("{")) {
                return new JsonObject(text);
            }
            JsonArray array = text.startsWith("[") ? new JsonArray(text) : new JsonArray();
            return !array.isEmpty() && array.getValue(0) instanceof JsonObject object ? object : null;
        } catch (DecodeException e) {
            return null;
        }
    }

    /** The sentence in an error body, or a stand-in for it. */
    static String message(byte[] body) {
        JsonObject object = object(Buffer.buffer(body));
        Object message = null;
        if (object != null) {
            Object error = object.getValue("error", object);
            message = error instanceof JsonObject inside ? inside.getValue("message") : error;
        }
        String text = message instanceof String string ? string : "no message";
        return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX);
    }
}
