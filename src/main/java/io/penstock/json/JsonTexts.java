package io.penstock.json;

import com.fasterxml.jackson.core.JsonParser;
import io.penstock.chat.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON string literals. */
final class JsonTexts {
    private JsonTexts() {}

    static boolean hasEscape(Slice literal) {
        for (int at = literal.from(); at < literal.to(); at++) {
            if (literal.array()[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** @param literal with its quotes, known to be well formed */
    static String decoded(Slice literal) {
        if (!hasEscape(literal)) {
            return new String(literal.array(), literal.from() + 1, literal.length() - 2, StandardCharsets.UTF_8);
        }
        try (JsonParser parser = JsonReader.FACTORY.createParser(literal.array(), literal.from(), literal.length())) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new IllegalStateException("this was read as a JSON string before", e);
        }
    }

    /** The offset behind the closing quote of the literal that begins here. */
    static int end(byte[] bytes, int quote, int to) {
        int at = quote + 1;
        while (at < to && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, to);
    }
}
