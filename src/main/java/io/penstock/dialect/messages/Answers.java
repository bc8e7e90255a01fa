package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.sse.Needle;
import org.jspecify.annotations.Nullable;

/** What the gateway wants to know of a whole answer that it hands on. */
final class Answers {
    private static final Needle USAGE = Needle.of("\"usage\"");
    private static final Needle ERROR = Needle.of("\"error\"");

    private Answers() {}

    /** Whether it is an error, whatever its status. */
    static boolean isError(byte[] bytes, int from, int to) {
        if (ERROR.in(bytes, from, to) < 0) {
            return false;
        }
        JsonValue.Obj answer = JsonReader.object(bytes, from, to);
        return answer != null && AnswerReader.isError(answer);
    }

    /** The usage it reports; {@code null} where there is none. Looked for from the end, where it stands. */
    static @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        int before = to;
        while (true) {
            int at = USAGE.lastIn(bytes, from, before);
            TokenUsage usage = at < 0 ? null : after(bytes, at + USAGE.length(), to);
            if (at < 0 || usage != null) {
                return usage;
            }
            before = at;
        }
    }

    private static @Nullable TokenUsage after(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ':' || bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) {
            at++;
        }
        int end = at < to && bytes[at] == '{' ? endOfObject(bytes, at, to) : -1;
        JsonValue.Obj usage = end < 0 ? null : JsonReader.object(bytes, at, end);
        UsageCount count = new UsageCount();
        count.add(usage);
        return count.reported();
    }

    /** Behind the object that begins here; {@code -1} where it does not end. */
    private static int endOfObject(byte[] bytes, int from, int to) {
        int depth = 0;
        boolean string = false;
        for (int at = from; at < to; at++) {
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
