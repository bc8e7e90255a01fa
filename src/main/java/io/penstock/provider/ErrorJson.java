package io.penstock.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The JSON object in a body that may hold anything, and anything after it. */
final class ErrorJson {
    /** Deeper than any error is, and far from the depth at which a recursive reader would overflow its stack. */
    private static final int NESTING_MAX = 100;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .build();

    private ErrorJson() {}

    /** The first value of the body: itself an object, or the first object of an array; {@code null} for all else. */
    static @Nullable JsonObject object(Buffer body) {
        String text = body.toString(StandardCharsets.UTF_8).strip();
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(BYTE_ORDER_MARK.length()).strip();
        }
        boolean array = text.startsWith("[");
        if (!array && !text.startsWith("{")) {
            return null;
        }
        try {
            String value = text.substring(0, firstValueChars(text));
            return array ? firstObject(new JsonArray(value)) : new JsonObject(value);
        } catch (IOException | DecodeException e) {
            return null;
        }
    }

    /** How many characters the first value takes: Vert.x's reader would refuse what follows it. */
    private static int firstValueChars(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return Math.toIntExact(parser.currentLocation().getCharOffset());
        }
    }

    private static @Nullable JsonObject firstObject(JsonArray array) {
        for (Object element : array) {
            if (element instanceof JsonObject object) {
                return object;
            }
        }
        return null;
    }
}
