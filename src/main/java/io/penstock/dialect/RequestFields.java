package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Single top-level fields of a request's JSON body, for the few calls that need more than {@link RequestFacts}. */
public final class RequestFields {
    private RequestFields() {}

    /** A field's value. Offsets count from the body's first byte. */
    private record Place(int from, int to) {}

    /** Where the body's opening brace ends, and the field, where it has one. */
    private record Found(int open, boolean empty, @Nullable Place place) {}

    /** Whether the body has this field. False where it is no JSON object, which {@link OpenAiRequests#read} will say. */
    public static boolean has(Buffer body, String name) {
        Found found = find(body, name);
        return found != null && found.place != null;
    }

    /**
     * The body with this model in place of its own, or in addition where it names none: for paths that name the model.
     * The very same buffer where it is no JSON object.
     */
    public static Buffer withModel(Buffer body, String model) {
        Found found = find(body, "model");
        if (found == null) {
            return body;
        }
        Buffer name = Buffer.buffer(JsonString.quoted(model));
        if (found.place != null) {
            return spliced(body, found.place, name);
        }
        Buffer member = Buffer.buffer("\"model\":").appendBuffer(name).appendString(found.empty ? "" : ",");
        return spliced(body, new Place(found.open, found.open), member);
    }

    private static @Nullable Found find(Buffer body, String name) {
        int skipped = OpenAiRequests.beginsWithMark(body) ? OpenAiRequests.BYTE_ORDER_MARK.length : 0;
        try (JsonParser parser = OpenAiRequests.parser(body, skipped)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            int open = skipped + (int) parser.currentLocation().getByteOffset();
            JsonToken token = parser.nextToken();
            boolean empty = token == JsonToken.END_OBJECT;
            for (; token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
                boolean wanted = parser.currentName().equals(name);
                parser.nextToken();
                if (!wanted) {
                    parser.skipChildren();
                    continue;
                }
                int from = skipped + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // A value is read only when it is asked for, and only then is the place behind it known.
                parser.getText();
                return new Found(
                        open,
                        false,
                        new Place(from, skipped + (int) parser.currentLocation().getByteOffset()));
            }
            return new Found(open, empty, null);
        } catch (IOException e) {
            return null;
        }
    }

    private static Buffer spliced(Buffer body, Place place, Buffer replacement) {
        return Buffer.buffer(body.length() + replacement.length())
                .appendBuffer(body, 0, place.from)
                .appendBuffer(replacement)
                .appendBuffer(body, place.to, body.length() - place.to);
    }
}
