package io.penstock.json;

import io.penstock.chat.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A piece of a JSON document and where it stands there. Texts are decoded when they are asked for. Immutable. */
public sealed interface JsonValue {

    /** The piece as it stands in the document. */
    Slice raw();

    /** An object; of members given twice the last one holds. */
    final class Obj implements JsonValue {
        private final Members members;
        private final Slice raw;

        Obj(Members members, Slice raw) {
            this.members = members;
            this.raw = raw;
        }

        @Override
        public Slice raw() {
            return raw;
        }

        /** In their order. */
        public Set<String> names() {
            return members.names();
        }

        /** Shows all members, in their order; JSON's null too. */
        public void each(BiConsumer<String, JsonValue> visitor) {
            members.each(visitor);
        }

        /** Whether it has no members. */
        public boolean isEmpty() {
            return members.isEmpty();
        }

        /** {@code null} where there is none, or it is JSON's null. */
        public @Nullable JsonValue get(String name) {
            JsonValue value = members.get(name);
            return value instanceof Null ? null : value;
        }

        public boolean has(String name) {
            return get(name) != null;
        }

        /** The member's text; {@code null} where there is none, or it is no text. */
        public @Nullable String text(String name) {
            return members.get(name) instanceof Text text ? text.value() : null;
        }

        /** The member's text; empty where there is none. */
        public String textOrEmpty(String name) {
            String text = text(name);
            return text == null ? "" : text;
        }

        public @Nullable Obj object(String name) {
            return members.get(name) instanceof Obj object ? object : null;
        }

        /** The member's items; empty where there is none, or it is no array. */
        public List<JsonValue> items(String name) {
            return members.get(name) instanceof Arr array ? array.items() : List.of();
        }

        /** The member's items that are objects. */
        public List<Obj> objects(String name) {
            return Arr.objects(items(name));
        }

        public @Nullable Boolean flag(String name) {
            return members.get(name) instanceof Bool flag ? flag.value() : null;
        }

        /** The member as a whole number; {@code null} where there is none, or it is no whole number of 64 bits. */
        public @Nullable Long integer(String name) {
            return members.get(name) instanceof Num number ? number.integer() : null;
        }

        /** The member as a whole number from 0; 0 where there is none. */
        public long count(String name) {
            return members.get(name) instanceof Num number ? number.count() : 0;
        }

        public @Nullable Double number(String name) {
            return members.get(name) instanceof Num number ? number.value() : null;
        }
    }

    /** An array. */
    record Arr(List<JsonValue> items, Slice raw) implements JsonValue {
        /** Those items that are objects. */
        public List<Obj> objects() {
            return objects(items);
        }

        private static List<Obj> objects(Collection<JsonValue> items) {
            if (items.isEmpty()) {
                return List.of();
            }
            List<Obj> objects = new ArrayList<>(items.size());
            for (JsonValue item : items) {
                if (item instanceof Obj object) {
                    objects.add(object);
                }
            }
            return objects;
        }
    }

    /** A text. */
    record Text(Slice raw) implements JsonValue {
        /** Decoded; costs a copy. */
        public String value() {
            return JsonTexts.decoded(raw);
        }

        /**
         * The inside of its quotes, which is the text itself where it holds no escape: so pictures are passed on. A text
         * with escapes is decoded into an array of its own.
         */
        public Slice plain() {
            return JsonTexts.plain(raw);
        }

        /** How many bytes stand between the quotes. */
        public int length() {
            return raw.length() - 2;
        }
    }

    /** A number. */
    record Num(Slice raw) implements JsonValue {
        /** More digits than these may not fit into a long. */
        private static final int DIGITS_MAX = 18;

        public double value() {
            return Double.parseDouble(digits());
        }

        /** {@code null} where it is no whole number, or needs more than 64 bits. {@code 1.0} is whole. */
        public @Nullable Long integer() {
            try {
                return Long.valueOf(digits());
            } catch (NumberFormatException e) {
                double value = value();
                return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (long) value : null;
            }
        }

        /** As a whole number from 0; 0 where it is negative, broken or needs more than 64 bits. */
        public long count() {
            long count = 0;
            for (int at = raw.from(); at < raw.to(); at++) {
                int digit = raw.array()[at] - '0';
                if (digit < 0 || digit > 9 || raw.length() > DIGITS_MAX) {
                    Long number = integer();
                    return number == null ? 0 : Math.max(0, number);
                }
                count = 10 * count + digit;
            }
            return count;
        }

        private String digits() {
            return new String(raw.array(), raw.from(), raw.length(), StandardCharsets.ISO_8859_1);
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value, Slice raw) implements JsonValue {}

    /** {@code null}. */
    record Null(Slice raw) implements JsonValue {}
}
