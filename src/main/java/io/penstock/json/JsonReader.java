package io.penstock.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.penstock.chat.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a tree of {@link JsonValue}. Shared by all threads. */
public final class JsonReader {
    /** How deep a document may nest. */
    public static final int NESTING_MAX = 500;

    /** Values of one document; beyond it the document is refused, so that a small body cannot take much memory. */
    static final int VALUES_MAX = 1_000_000;

    /** Strings are skipped, not kept, so their length is bounded by the document's own bound. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
            .build();

    private final byte[] bytes;
    private final int base;
    private final int limit;
    private final JsonParser parser;
    private int values;

    private JsonReader(byte[] bytes, int from, int to) throws IOException {
        this.bytes = bytes;
        this.base = from;
        this.limit = to;
        this.parser = FACTORY.createParser(bytes, from, to - from);
    }

    /** The document in {@code [from, to)}, in UTF-8; {@code null} where it is not exactly one well-formed JSON value. */
    public static @Nullable JsonValue read(byte[] bytes, int from, int to) {
        try {
            JsonReader reader = new JsonReader(bytes, from, to);
            try (JsonParser parser = reader.parser) {
                JsonToken first = parser.nextToken();
                if (first == null) {
                    return null;
                }
                JsonValue value = reader.value(first);
                return parser.nextToken() == null ? value : null;
            }
        } catch (IOException e) {
            return null;
        }
    }

    /** As {@link #read(byte[], int, int)}; {@code null} also where the document is no object. */
    public static JsonValue.@Nullable Obj object(byte[] bytes, int from, int to) {
        return read(bytes, from, to) instanceof JsonValue.Obj object ? object : null;
    }

    /** As {@link #object(byte[], int, int)}. */
    public static JsonValue.@Nullable Obj object(Slice json) {
        return object(json.array(), json.from(), json.to());
    }

    /** As {@link #object(byte[], int, int)}. */
    public static JsonValue.@Nullable Obj object(String json) {
        return object(Slice.of(json));
    }

    /** A parser of the document in {@code [from, to)}, for those who need no tree. Its offsets count from {@code from}. */
    public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
        return FACTORY.createParser(bytes, from, to - from);
    }

    private JsonValue value(JsonToken token) throws IOException {
        values++;
        if (values > VALUES_MAX) {
            throw new IOException("more than " + VALUES_MAX + " values");
        }
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        return switch (token) {
            case START_OBJECT -> object(from);
            case START_ARRAY -> array(from);
            case VALUE_STRING -> new JsonValue.Text(new Slice(bytes, from, JsonTexts.end(bytes, from, limit)));
            case VALUE_TRUE -> new JsonValue.Bool(true, here(from));
            case VALUE_FALSE -> new JsonValue.Bool(false, here(from));
            case VALUE_NULL -> new JsonValue.Null(here(from));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(new Slice(bytes, from, endOfNumber(from)));
            default -> throw new IOException("no value");
        };
    }

    private JsonValue object(int from) throws IOException {
        JsonValue.Obj object = JsonValue.Obj.of(new Slice(bytes, from, from));
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            object.members().put(name, value(parser.nextToken()));
        }
        return new JsonValue.Obj(object.members(), here(from));
    }

    private JsonValue array(int from) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new JsonValue.Arr(List.copyOf(items), here(from));
    }

    /** From there to where the parser stands. */
    private Slice here(int from) {
        return new Slice(bytes, from, base + (int) parser.currentLocation().getByteOffset());
    }

    private int endOfNumber(int from) {
        int at = from;
        while (at < limit && "+-.0123456789eE".indexOf(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }
}
