package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer as far as its caller has it, kept as it stands inside JSON strings, so that keeping it costs a
 * copy of a few bytes. Bounded: beyond it the text is given up. Owned by one stream.
 */
public final class DeliveredText {
    private static final int BYTES_MIN = 256;

    private final int bytesMax;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean lost;

    public DeliveredText(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether the text was too long to be kept. */
    public boolean lost() {
        return lost;
    }

    /** Adds the inside of one JSON string. */
    public void append(byte[] from, int start, int end) {
        int added = end - start;
        if (lost || length + added > bytesMax) {
            lost = true;
            bytes = new byte[0];
            return;
        }
        if (bytes.length - length < added) {
            bytes = Arrays.copyOf(bytes, Math.max(BYTES_MIN, 2 * (length + added)));
        }
        System.arraycopy(from, start, bytes, length, added);
        length += added;
    }

    /** The text itself; {@code null} where it is lost, or cannot be read. */
    public @Nullable String text() {
        try {
            return lost ? null : unescaped(bytes, 0, length);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /** The text whose JSON form, without its quotes, these bytes are. */
    public static String unescaped(byte[] bytes, int from, int to) {
        byte[] literal = new byte[to - from + 2];
        literal[0] = '"';
        System.arraycopy(bytes, from, literal, 1, to - from);
        literal[literal.length - 1] = '"';
        try (JsonParser parser = Json.FACTORY.createParser(literal)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new IllegalStateException("these bytes were read as a JSON string before", e);
        }
    }
}
