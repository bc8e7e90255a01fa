package io.penstock.admin;

import io.penstock.chat.Slice;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a call within the body that asks about it, byte for byte: how long a request is and how it begins is read from
 * its bytes, and another spelling of the same JSON would be another call.
 */
final class AskedText {
    private AskedText() {}

    /** One member's value; {@code null} where it cannot be told from the bytes, such as those of UTF-16. */
    static @Nullable Buffer member(Buffer body, String name) {
        JsonValue.Obj object = read(body);
        JsonValue value = object == null ? null : object.get(name);
        return value == null ? null : slice(value.raw());
    }

    /** The object without these members; {@code null} as above. */
    static @Nullable Buffer without(Buffer body, List<String> names) {
        JsonValue.Obj object = read(body);
        if (object == null) {
            return null;
        }
        byte[] bytes = object.raw().array();
        List<JsonValue> cut = new ArrayList<>();
        object.each((name, value) -> {
            if (names.contains(name)) {
                cut.add(value);
            }
        });
        cut.sort(Comparator.comparingInt(value -> value.raw().from()));
        Buffer text = Buffer.buffer(body.length());
        int kept = object.raw().from();
        for (JsonValue value : cut) {
            int from = nameOf(bytes, value.raw().from());
            int to = past(bytes, value.raw().to());
            if (bytes[to] == ',') {
                text.appendBytes(bytes, kept, Math.max(0, from - kept));
                kept = past(bytes, to + 1);
            } else {
                int end = lastSaid(text.appendBytes(bytes, kept, Math.max(0, from - kept)));
                text = text.getBuffer(0, end);
                kept = to;
            }
        }
        return text.appendBytes(bytes, kept, object.raw().to() - kept);
    }

    private static JsonValue.@Nullable Obj read(Buffer body) {
        byte[] bytes = body.getBytes();
        return JsonReader.object(bytes, 0, bytes.length);
    }

    private static Buffer slice(Slice raw) {
        return Buffer.buffer(raw.length()).appendBytes(raw.array(), raw.from(), raw.length());
    }

    /** Where the name begins whose value begins there. A quote within it stands behind a backslash. */
    private static int nameOf(byte[] bytes, int value) {
        int quote = value - 1;
        while (bytes[quote] != '"') {
            quote--;
        }
        do {
            quote--;
        } while (bytes[quote] != '"' || isEscaped(bytes, quote));
        return quote;
    }

    private static boolean isEscaped(byte[] bytes, int at) {
        int backslashes = 0;
        while (bytes[at - 1 - backslashes] == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int past(byte[] bytes, int from) {
        int at = from;
        while (isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Where the text ends without a comma that nothing follows any more. */
    private static int lastSaid(Buffer text) {
        int end = text.length();
        while (isSpace(text.getByte(end - 1))) {
            end--;
        }
        return text.getByte(end - 1) == ',' ? end - 1 : end;
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || one == '\n' || one == '\r' || one == '\t';
    }
}
