package io.penstock.dialect.chat;

import io.penstock.chat.Slice;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of the caller's body, and the path to it. A member that is absent or JSON's null is {@code null}; one of
 * another type is a fault.
 */
record Fields(JsonValue.Obj object, String path, Mistakes mistakes) {
    private static final JsonValue.Obj NONE = none();

    /** The path of this member, e.g. {@code messages.2.content}. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Nullable
    JsonValue get(String name) {
        return object.get(name);
    }

    boolean has(String name) {
        return object.has(name);
    }

    @Nullable
    String text(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        wrong(value, name, "a string");
        return null;
    }

    /** A text that must be there and say something; empty where it is a fault. */
    String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            mistakes.missing(path(name));
        }
        return text == null ? "" : text;
    }

    /** The text's bytes, not decoded where they need not be. */
    JsonValue.@Nullable Text literal(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonValue.Text text) {
            return text;
        }
        wrong(value, name, "a string");
        return null;
    }

    @Nullable
    Boolean flag(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonValue.Bool flag) {
            return flag.value();
        }
        wrong(value, name, "a boolean");
        return null;
    }

    @Nullable
    Long integer(String name) {
        JsonValue value = object.get(name);
        Long integer = value instanceof JsonValue.Num number ? number.integer() : null;
        if (integer == null) {
            wrong(value, name, "an integer");
        }
        return integer;
    }

    /** A whole number from {@code min} to {@code max}. */
    @Nullable
    Integer count(String name, int min, int max) {
        Long integer = integer(name);
        if (integer == null) {
            return null;
        }
        if (integer < min || integer > max) {
            mistakes.invalidValue(path(name), "it must be from " + min + " to " + max);
            return null;
        }
        return integer.intValue();
    }

    @Nullable
    Double number(String name, double min, double max) {
        JsonValue value = object.get(name);
        if (!(value instanceof JsonValue.Num number)) {
            wrong(value, name, "a number");
            return null;
        }
        double found = number.value();
        if (found < min || found > max) {
            mistakes.invalidValue(path(name), "it must be from " + min + " to " + max);
            return null;
        }
        return found;
    }

    @Nullable
    Fields object(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonValue.Obj inner) {
            return new Fields(inner, path(name), mistakes);
        }
        wrong(value, name, "an object");
        return null;
    }

    /** An object that must be there; an empty one where it is a fault. */
    Fields requiredObject(String name) {
        Fields inner = object(name);
        if (inner != null) {
            return inner;
        }
        mistakes.missing(path(name));
        return new Fields(NONE, path(name), mistakes);
    }

    /** An object's JSON as it came. */
    @Nullable
    Slice rawObject(String name) {
        Fields inner = object(name);
        return inner == null ? null : inner.object.raw();
    }

    List<JsonValue> items(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonValue.Arr array) {
            return array.items();
        }
        wrong(value, name, "an array");
        return List.of();
    }

    /** The item as an object; an empty one where it is a fault. */
    Fields item(String name, int index, JsonValue item) {
        String at = path(name) + "." + index;
        if (item instanceof JsonValue.Obj inner) {
            return new Fields(inner, at, mistakes);
        }
        mistakes.invalidType(at, "an object");
        return new Fields(NONE, at, mistakes);
    }

    private void wrong(@Nullable JsonValue value, String name, String expected) {
        if (value != null) {
            mistakes.invalidType(path(name), expected);
        }
    }

    private static JsonValue.Obj none() {
        JsonValue.Obj none = JsonReader.object("{}");
        if (none == null) {
            throw new IllegalStateException("an empty object is an object");
        }
        return none;
    }
}
