package io.penstock.dialect;

import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.sse.Needle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a member of an answer from its end, where providers write what they count, without reading the rest. */
public final class LastObject {
    private LastObject() {}

    /**
     * What is made of the last object that is the value of this member.
     *
     * @param bytes hold the answer, or a piece cut from its end, in {@code [from, to)}
     * @param member its name in quotes
     * @param reading gives {@code null} for an object that is not the one wanted; an earlier one is tried then
     * @return {@code null} where there is none
     */
    public static <T> @Nullable T of(
            byte[] bytes, int from, int to, Needle member, Function<JsonValue.Obj, @Nullable T> reading) {
        int at = member.lastIn(bytes, from, to);
        while (at >= 0) {
            JsonValue.Obj object = after(bytes, at + member.length(), to);
            T found = object == null ? null : reading.apply(object);
            if (found != null) {
                return found;
            }
            at = member.lastIn(bytes, from, at);
        }
        return null;
    }

    private static JsonValue.@Nullable Obj after(byte[] bytes, int from, int to) {
        int open = from;
        while (open < to && (bytes[open] == ':' || isSpace(bytes[open]))) {
            open++;
        }
        int end = open < to && bytes[open] == '{' ? end(bytes, open, to) : -1;
        return end < 0 ? null : JsonReader.object(bytes, open, end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Behind the object that begins here; {@code -1} where it does not end. */
    private static int end(byte[] bytes, int open, int to) {
        int depth = 0;
        boolean string = false;
        for (int at = open; at < to; at++) {
            byte b = bytes[at];
            if (string) {
                at += b == '\\' ? 1 : 0;
                string = b != '"';
            } else if (b == '"') {
                string = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }
}
