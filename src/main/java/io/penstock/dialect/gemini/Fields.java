package io.penstock.dialect.gemini;

import io.penstock.chat.Slice;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a Gemini request, whose names may be written in camel case or in snake case. What is asked for by its
 * camel case name is found in either; a value of the wrong kind is a mistake and counts as absent.
 *
 * @param path where the object stands, as the caller wrote it; empty for the whole request
 */
record Fields(JsonValue.Obj object, String path, Mistakes mistakes) {

    /** Google refuses names it does not know, and so is done here. */
    Fields only(Set<String> known) {
        for (String name : object.names()) {
            if (!known.contains(camel(name))) {
                String place = path.isEmpty() ? "" : " at '" + path + "'";
                mistakes.add(
                        in(name),
                        "unknown_parameter",
                        "Invalid JSON payload received. Unknown name \"" + name + "\"" + place
                                + ": Cannot find field.");
            }
        }
        return this;
    }

    boolean has(String name) {
        return get(name) != null;
    }

    @Nullable
    JsonValue get(String name) {
        JsonValue value = object.get(name);
        return value == null ? object.get(snake(name)) : value;
    }

    @Nullable
    Slice raw(String name) {
        JsonValue value = get(name);
        return value == null ? null : value.raw();
    }

    @Nullable
    String text(String name) {
        return switch (get(name)) {
            case null -> null;
            case JsonValue.Text text -> text.value();
            default -> {
                wrong(name, "a string");
                yield null;
            }
        };
    }

    String textOrEmpty(String name) {
        String text = text(name);
        return text == null ? "" : text;
    }

    @Nullable
    Boolean flag(String name) {
        return switch (get(name)) {
            case null -> null;
            case JsonValue.Bool flag -> flag.value();
            default -> {
                wrong(name, "a boolean");
                yield null;
            }
        };
    }

    @Nullable
    Double number(String name) {
        return switch (get(name)) {
            case null -> null;
            case JsonValue.Num number -> number.value();
            default -> {
                wrong(name, "a number");
                yield null;
            }
        };
    }

    /** A whole number of 64 bits. */
    @Nullable
    Long whole(String name) {
        Long whole = switch (get(name)) {
            case JsonValue.Num number -> number.integer();
            case null, default -> null;
        };
        if (whole == null && has(name)) {
            wrong(name, "an integer");
        }
        return whole;
    }

    /** A whole number of 32 bits. */
    @Nullable
    Integer integer(String name) {
        Long whole = whole(name);
        if (whole == null || whole == whole.intValue()) {
            return whole == null ? null : (Integer) whole.intValue();
        }
        wrong(name, "an integer of 32 bits");
        return null;
    }

    @Nullable
    Fields inside(String name) {
        return switch (get(name)) {
            case null -> null;
            case JsonValue.Obj inner -> new Fields(inner, at(name), mistakes);
            default -> {
                wrong(name, "an object");
                yield null;
            }
        };
    }

    /** The objects of an array. Google takes a single object for an array of one. */
    List<Fields> objects(String name) {
        List<Fields> found = new ArrayList<>();
        switch (get(name)) {
            case null -> {}
            case JsonValue.Obj single -> found.add(new Fields(single, at(name), mistakes));
            case JsonValue.Arr many -> {
                for (int i = 0; i < many.items().size(); i++) {
                    if (many.items().get(i) instanceof JsonValue.Obj item) {
                        found.add(new Fields(item, at(name) + "." + i, mistakes));
                    } else {
                        mistakes.invalidType(at(name) + "." + i, "an object");
                    }
                }
            }
            default -> wrong(name, "an array");
        }
        return found;
    }

    /** The texts of an array. */
    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        JsonValue value = get(name);
        boolean right = value == null || value instanceof JsonValue.Arr;
        if (value instanceof JsonValue.Arr many) {
            for (JsonValue item : many.items()) {
                right &= item instanceof JsonValue.Text;
                if (item instanceof JsonValue.Text text) {
                    found.add(text.value());
                }
            }
        }
        if (!right) {
            wrong(name, "an array of strings");
        }
        return found;
    }

    /** Where the member stands, as the caller wrote it. */
    String at(String name) {
        return in(object.get(name) == null && object.get(snake(name)) != null ? snake(name) : name);
    }

    /** {@code mimeType} of {@code mime_type}; camel case stays as it is. */
    static String camel(String name) {
        int line = name.indexOf('_', 1);
        if (line < 0 || line == name.length() - 1) {
            return name;
        }
        String rest = name.substring(line + 2);
        return name.substring(0, line)
                + Character.toUpperCase(name.charAt(line + 1))
                + camel("." + rest).substring(1);
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    private String in(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void wrong(String name, String wanted) {
        mistakes.invalidType(at(name), wanted);
    }
}
