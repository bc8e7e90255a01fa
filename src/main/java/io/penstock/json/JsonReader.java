package io.penstock.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.penstock.chat.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a tree of {@link JsonValue}, as strictly as Jackson does. Shared by all threads. */
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

    private static final int ITEMS_EXPECTED = 2;

    private final byte[] bytes;
    private final JsonTokens tokens;
    private int values;
    private int depth;

    private JsonReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.tokens = new JsonTokens(bytes, from, to);
    }

    /** The document in {@code [from, to)}, in UTF-8; {@code null} where it is not exactly one well-formed JSON value. */
    public static @Nullable JsonValue read(byte[] bytes, int from, int to) {
        JsonReader reader = new JsonReader(bytes, from, to);
        JsonValue value = reader.value();
        return reader.tokens.next() < 0 ? value : null;
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

    /** The next value; {@code null} where there is none, or it is malformed. */
    private @Nullable JsonValue value() {
        values++;
        if (values > VALUES_MAX) {
            return null;
        }
        return switch (tokens.next()) {
            case '{' -> nested(true);
            case '[' -> nested(false);
            case '"' -> text();
            case 't' -> tokens.word("true") ? new JsonValue.Bool(true, last("true".length())) : null;
            case 'f' -> tokens.word("false") ? new JsonValue.Bool(false, last("false".length())) : null;
            case 'n' -> tokens.word("null") ? new JsonValue.Null(last("null".length())) : null;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> null;
        };
    }

    private @Nullable JsonValue text() {
        int from = tokens.string();
        return from < 0 ? null : new JsonValue.Text(since(from));
    }

    private @Nullable JsonValue number() {
        int from = tokens.number();
        return from < 0 ? null : new JsonValue.Num(since(from));
    }

    private @Nullable JsonValue nested(boolean object) {
        depth++;
        JsonValue value = depth > NESTING_MAX ? null : object ? object() : array();
        depth--;
        return value;
    }

    private @Nullable JsonValue object() {
        int from = tokens.at();
        Members members = new Members();
        tokens.pass('{');
        if (tokens.pass('}')) {
            return new JsonValue.Obj(members, since(from));
        }
        do {
            String name = name();
            JsonValue value = name != null && tokens.pass(':') ? value() : null;
            if (name == null || value == null) {
                return null;
            }
            members.put(name, value);
        } while (tokens.pass(','));
        return tokens.pass('}') ? new JsonValue.Obj(members, since(from)) : null;
    }

    private @Nullable String name() {
        int from = tokens.string();
        if (from < 0) {
            return null;
        }
        Slice literal = since(from);
        return JsonTexts.hasEscape(literal)
                ? JsonTexts.decoded(literal)
                : Names.of(bytes, literal.from() + 1, literal.to() - 1);
    }

    private @Nullable JsonValue array() {
        int from = tokens.at();
        tokens.pass('[');
        if (tokens.pass(']')) {
            return new JsonValue.Arr(List.of(), since(from));
        }
        List<JsonValue> items = new ArrayList<>(ITEMS_EXPECTED);
        do {
            JsonValue item = value();
            if (item == null) {
                return null;
            }
            items.add(item);
        } while (tokens.pass(','));
        return tokens.pass(']') ? new JsonValue.Arr(Collections.unmodifiableList(items), since(from)) : null;
    }

    /** From there to where the tokens stand. */
    private Slice since(int from) {
        return new Slice(bytes, from, tokens.at());
    }

    private Slice last(int length) {
        return since(tokens.at() - length);
    }
}
