package io.penstock.proxy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the field {@code model} in the beginning of a form (RFC 7578), as it arrives. Each byte is looked at about
 * once, however it is cut into pieces. Bounded by its reader.
 */
final class FormModel {
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FIELD = Pattern.compile(
            "(?m)^content-disposition:\\s*form-data\\s*;(?:[^\\r\\n]*[;\\s])?name=\"?model\"?(?:\\s|;|$)",
            Pattern.CASE_INSENSITIVE);

    private final byte[] delimiter;
    private byte[] bytes = new byte[4 << 10];
    private int length;
    private State state = State.DELIMITER;
    private int part;
    private int searched;
    private boolean inModel;
    private int end = -1;

    private enum State {
        DELIMITER,
        HEADERS,
        CONTENT,
        FOUND,
        ABSENT
    }

    private FormModel(String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For a {@code content-type}; {@code null} where it is no form or names no boundary. */
    static @Nullable FormModel of(@Nullable String type) {
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return null;
        }
        Matcher boundary = BOUNDARY.matcher(type);
        return boundary.find()
                ? new FormModel(boundary.group(1) == null ? boundary.group(2) : boundary.group(1))
                : null;
    }

    /** How much has been fed so far. */
    int length() {
        return length;
    }

    /** Everything fed so far. */
    Buffer seen() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    boolean isFound() {
        return state == State.FOUND;
    }

    /** Whether the form has ended without it. */
    boolean isAbsent() {
        return state == State.ABSENT;
    }

    /** The value, once it is found. */
    String value() {
        return new String(bytes, part, end - part, StandardCharsets.UTF_8);
    }

    /** Everything fed so far, with this value instead. */
    Buffer renamed(String name) {
        return Buffer.buffer(length + name.length())
                .appendBytes(bytes, 0, part)
                .appendString(name)
                .appendBytes(bytes, end, length - end);
    }

    /** By how many bytes a form grows that has this value instead. */
    int growth(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length - (end - part);
    }

    void feed(Buffer chunk) {
        if (length + chunk.length() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + chunk.length(), 2 * bytes.length));
        }
        chunk.getBytes(bytes, length);
        length += chunk.length();
        State before;
        do {
            before = state;
            step();
        } while (state != before && state != State.FOUND && state != State.ABSENT);
    }

    private void step() {
        switch (state) {
            case DELIMITER -> delimiter();
            case HEADERS -> headers();
            case CONTENT -> content();
            case FOUND, ABSENT -> {}
        }
    }

    /** The first one has no line before it. */
    private void delimiter() {
        int skipped = part == 0 ? 2 : 0;
        int size = delimiter.length - skipped;
        int at = indexOf(delimiter, skipped, Math.max(part, searched));
        int next = at + size;
        if (at < 0) {
            searched = Math.max(part, length - size + 1);
        } else if (length >= next + 2) {
            boolean last = bytes[next] == '-' && bytes[next + 1] == '-';
            part = next;
            searched = next;
            state = last ? State.ABSENT : State.HEADERS;
        } else {
            searched = at;
        }
    }

    private void headers() {
        int at = indexOf(HEADERS_END, 0, searched);
        if (at < 0) {
            searched = Math.max(part, length - HEADERS_END.length + 1);
            return;
        }
        String headers = new String(bytes, part, at - part, StandardCharsets.ISO_8859_1);
        inModel = FIELD.matcher(headers).find();
        // An empty value ends where it begins: its delimiter's line end is the one before.
        part = at + HEADERS_END.length;
        searched = part - 2;
        state = State.CONTENT;
    }

    private void content() {
        int at = indexOf(delimiter, 0, searched);
        if (at < 0) {
            searched = Math.max(searched, length - delimiter.length + 1);
        } else if (inModel) {
            end = Math.max(part, at);
            state = State.FOUND;
        } else {
            part = at;
            searched = at;
            state = State.DELIMITER;
        }
    }

    /** Where {@code word}, without its first bytes, stands at or behind {@code from}; -1 where it does not. */
    private int indexOf(byte[] word, int skipped, int from) {
        int size = word.length - skipped;
        for (int at = Math.max(0, from); at + size <= length; at++) {
            int i = 0;
            while (i < size && bytes[at + i] == word[skipped + i]) {
                i++;
            }
            if (i == size) {
                return at;
            }
        }
        return -1;
    }
}
