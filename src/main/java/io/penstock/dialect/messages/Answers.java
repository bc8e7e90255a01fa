package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.LastObject;
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

    /** The usage it reports; {@code null} where there is none. */
    static @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return LastObject.of(bytes, from, to, USAGE, usage -> {
            UsageCount count = new UsageCount();
            count.add(usage);
            return count.reported();
        });
    }
}
