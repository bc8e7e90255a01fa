package io.penstock.json;

import static io.penstock.Seeded.oneOf;

import java.util.Random;

/** Well-formed JSON as text, with all that may be escaped and all that need not be, from a random source. */
final class AnyJson {
    private final Random random;

    AnyJson(Random random) {
        this.random = random;
    }

    /** @param depth how deep it may nest */
    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "null";
            case 1 -> oneOf(random, "true", "false");
            case 2 -> number();
            case 3, 4 -> text();
            case 5, 6 -> members(depth - 1);
            default -> items(depth - 1);
        };
    }

    String number() {
        return oneOf(
                random,
                "0",
                "-0",
                "1",
                "-17",
                "3.0",
                "1e5",
                "-2.5E-3",
                "9223372036854775807",
                "9223372036854775808",
                "123456789012345678901234567890.12345678901234567890",
                "0.1",
                "1E+2");
    }

    String members(int depth) {
        StringBuilder json = new StringBuilder("{").append(space());
        int left = random.nextInt(4);
        for (int index = 0; index < left; index++) {
            json.append(index == 0 ? "" : ",")
                    .append(space())
                    .append('"')
                    .append((char) ('a' + index))
                    .append(inside())
                    .append('"')
                    .append(space())
                    .append(':')
                    .append(space())
                    .append(value(depth))
                    .append(space());
        }
        return json.append('}').toString();
    }

    private String items(int depth) {
        StringBuilder json = new StringBuilder("[").append(space());
        int left = random.nextInt(4);
        for (int index = 0; index < left; index++) {
            json.append(index == 0 ? "" : ",")
                    .append(space())
                    .append(value(depth))
                    .append(space());
        }
        return json.append(']').toString();
    }

    String text() {
        return '"' + inside() + '"';
    }

    private String inside() {
        StringBuilder json = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            json.append(oneOf(
                    random,
                    "a",
                    " ",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "/",
                    "\\n",
                    "\\u0000",
                    "\\ud83d\\ude42",
                    "🙂",
                    "é",
                    "日",
                    "\\u00e9",
                    "\u007f",
                    "\u2028",
                    ":",
                    ",",
                    "}",
                    "]",
                    "{\\\"x\\\":1}"));
        }
        return json.toString();
    }

    private String space() {
        return oneOf(random, "", "", "", " ", "\n", "\r\n\t ");
    }
}
