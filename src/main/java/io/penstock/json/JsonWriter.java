package io.penstock.json;

import io.netty.buffer.Unpooled;
import io.penstock.chat.Slice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8 into one growing array. Commas come by themselves. Members and items follow one another as they
 * are written; that objects and arrays are closed is the caller's care. Owned by one thread.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    private byte[] bytes;
    private int length;
    private boolean comma;

    public JsonWriter() {
        this(256);
    }

    /** @param expected bytes; more are taken where they are needed */
    public JsonWriter(int expected) {
        bytes = new byte[expected];
    }

    /** How many bytes have been written. */
    public int length() {
        return length;
    }

    /** Begins an object as an item, or as the document. */
    public JsonWriter object() {
        separate();
        return open('{');
    }

    /** Begins an object as a member. */
    public JsonWriter object(String name) {
        return name(name).open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    /** Begins an array as a member. */
    public JsonWriter array(String name) {
        return name(name).open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** A text as an item. */
    public JsonWriter item(String text) {
        separate();
        quoted(text);
        return this;
    }

    /** JSON as an item, as it is. */
    public JsonWriter rawItem(Slice json) {
        separate();
        return copied(json);
    }

    /** A text as a member; nothing where it is {@code null}. */
    public JsonWriter put(String name, @Nullable String text) {
        if (text != null) {
            name(name);
            quoted(text);
        }
        return this;
    }

    /** A whole number as a member. */
    public JsonWriter put(String name, long number) {
        return ascii(name, Long.toString(number));
    }

    /** A number as a member, without a fraction where it is whole; nothing where it is {@code null}. */
    public JsonWriter put(String name, @Nullable Number number) {
        if (number == null) {
            return this;
        }
        double value = number.doubleValue();
        boolean whole = number instanceof Double && value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return ascii(name, whole ? Long.toString((long) value) : number.toString());
    }

    /** {@code true} or {@code false} as a member; nothing where it is {@code null}. */
    public JsonWriter put(String name, @Nullable Boolean flag) {
        return flag == null ? this : ascii(name, flag.toString());
    }

    /** JSON's null as a member. */
    public JsonWriter putNull(String name) {
        return ascii(name, "null");
    }

    /** JSON as a member, as it is; nothing where it is {@code null}. */
    public JsonWriter raw(String name, @Nullable Slice json) {
        return json == null ? this : name(name).copied(json);
    }

    /**
     * A text as a member whose bytes need no escape, such as base64: {@code prefix} and then those bytes, copied once.
     *
     * @param prefix plain ASCII without quotes and backslashes; may be empty
     */
    public JsonWriter plain(String name, String prefix, Slice text) {
        name(name);
        ensure(prefix.length() + text.length() + 2);
        bytes[length++] = '"';
        append(prefix);
        copied(text);
        bytes[length++] = '"';
        comma = true;
        return this;
    }

    /** As {@link #plain}, as an item. */
    public JsonWriter plainItem(Slice text) {
        separate();
        append("\"");
        copied(text);
        bytes[length++] = '"';
        return this;
    }

    /** Bytes that are no JSON, such as the framing of an event. The next value needs no comma. */
    public JsonWriter text(String ascii) {
        append(ascii);
        comma = false;
        return this;
    }

    /** What was written, without a copy. Nothing may be written afterwards. */
    public Buffer toBuffer() {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
    }

    /** What was written, without a copy. Nothing may be written afterwards. */
    public Slice toSlice() {
        return new Slice(bytes, 0, length);
    }

    /** What was written, decoded. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private JsonWriter ascii(String name, String value) {
        name(name);
        append(value);
        comma = true;
        return this;
    }

    private JsonWriter name(String name) {
        separate();
        quoted(name);
        append(":");
        comma = false;
        return this;
    }

    private void separate() {
        if (comma) {
            append(",");
        }
        comma = false;
    }

    private JsonWriter open(char bracket) {
        ensure(1);
        bytes[length++] = (byte) bracket;
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        ensure(1);
        bytes[length++] = (byte) bracket;
        comma = true;
        return this;
    }

    private JsonWriter copied(Slice json) {
        ensure(json.length() + 2);
        System.arraycopy(json.array(), json.from(), bytes, length, json.length());
        length += json.length();
        comma = true;
        return this;
    }

    private void append(String ascii) {
        ensure(ascii.length());
        for (int at = 0; at < ascii.length(); at++) {
            bytes[length++] = (byte) ascii.charAt(at);
        }
    }

    /** Half a surrogate pair, which has no UTF-8, is written as an escape. */
    private void quoted(String text) {
        ensure(text.length() + 2);
        bytes[length++] = '"';
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            ensure(8);
            if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else if (c < ' ' || c == '"' || c == '\\' || c == 0x7F) {
                escaped(c);
            } else {
                int point = text.codePointAt(at);
                at += Character.charCount(point) - 1;
                encoded(point);
            }
        }
        ensure(1);
        bytes[length++] = '"';
        comma = true;
    }

    private void escaped(char c) {
        int shortForm = "\"\\\n\r\t\b\f".indexOf(c);
        if (shortForm >= 0) {
            bytes[length++] = '\\';
            bytes[length++] = (byte) "\"\\nrtbf".charAt(shortForm);
        } else {
            unicode(c);
        }
    }

    private void unicode(int c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xF];
        }
    }

    private void encoded(int point) {
        if (point >= FIRST_SURROGATE && point <= LAST_SURROGATE) {
            unicode(point);
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xC0 | point >> 6);
            continued(point, 0);
        } else if (point < 0x10000) {
            bytes[length++] = (byte) (0xE0 | point >> 12);
            continued(point, 6);
        } else {
            bytes[length++] = (byte) (0xF0 | point >> 18);
            continued(point, 12);
        }
    }

    private void continued(int point, int firstShift) {
        for (int shift = firstShift; shift >= 0; shift -= 6) {
            bytes[length++] = (byte) (0x80 | point >> shift & 0x3F);
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
