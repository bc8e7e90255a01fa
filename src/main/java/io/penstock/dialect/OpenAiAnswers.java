package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.sse.Needle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the gateway wants to know of a whole answer in the OpenAI dialect. */
public final class OpenAiAnswers {
    private static final Needle ERROR = Needle.of("\"error\"");
    private static final Needle NO_RESOURCES = Needle.of("\"" + ChunkReading.NO_RESOURCES + "\"");

    private OpenAiAnswers() {}

    /** A question about the answer that stands in {@code [from, to)}. */
    public interface Question<T> {
        @Nullable
        T ask(byte[] bytes, int from, int to);
    }

    /** The usage it reports; {@code null} where it reports none. */
    public static @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return OpenAiUsage.in(bytes, from, to);
    }

    /** Whether it is an error, whatever its status: one at the top, or an old vLLM's error object. */
    public static Boolean isError(byte[] bytes, int from, int to) {
        if (ERROR.in(bytes, from, to) < 0 && NO_RESOURCES.in(bytes, from, to) < 0) {
            return false;
        }
        try (JsonParser parser = Json.FACTORY.createParser(bytes, from, to - from)) {
            JsonToken opening = parser.nextToken();
            if (opening == JsonToken.START_ARRAY) {
                opening = parser.nextToken();
            }
            return opening == JsonToken.START_OBJECT && namesError(parser);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean namesError(JsonParser parser) throws IOException {
        boolean flat = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("error") && value != JsonToken.VALUE_NULL) {
                return true;
            }
            flat |= name.equals("object")
                    && value == JsonToken.VALUE_STRING
                    && parser.getText().equals("error");
            if (name.equals("choices") && value == JsonToken.START_ARRAY) {
                flat |= isFailedChoice(parser);
            } else {
                parser.skipChildren();
            }
        }
        return flat;
    }

    /** Whether one of the choices ended in a failure. Passes over all of them. */
    private static boolean isFailedChoice(JsonParser parser) throws IOException {
        boolean failed = false;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            while (item == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean reason = parser.currentName().equals("finish_reason");
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                failed |= reason && text && ChunkReading.isFailure(parser.getText());
                parser.skipChildren();
            }
            parser.skipChildren();
        }
        return failed;
    }
}
