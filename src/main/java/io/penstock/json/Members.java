package io.penstock.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, in their order; of those given twice the last one holds. A few stand in two small arrays,
 * which is the smallest and the fastest; more in a map. Not changed once the object has been read.
 */
final class Members {
    private static final int FEW_MAX = 16;
    private static final int FIRST = 4;

    private String[] names = new String[FIRST];
    private JsonValue[] values = new JsonValue[FIRST];
    private int size;
    private @Nullable Map<String, JsonValue> many;

    void put(String name, JsonValue value) {
        if (many != null) {
            many.put(name, value);
            return;
        }
        int known = place(name);
        if (known >= 0) {
            values[known] = value;
        } else if (size < FEW_MAX) {
            append(name, value);
        } else {
            many = mapped();
            many.put(name, value);
        }
    }

    private void append(String name, JsonValue value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
    }

    private Map<String, JsonValue> mapped() {
        Map<String, JsonValue> map = new LinkedHashMap<>(4 * FEW_MAX);
        for (int at = 0; at < size; at++) {
            map.put(names[at], values[at]);
        }
        return map;
    }

    @Nullable
    JsonValue get(String name) {
        if (many != null) {
            return many.get(name);
        }
        int place = place(name);
        return place < 0 ? null : values[place];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void each(BiConsumer<String, JsonValue> visitor) {
        if (many != null) {
            many.forEach(visitor);
            return;
        }
        for (int at = 0; at < size; at++) {
            visitor.accept(names[at], values[at]);
        }
    }

    Set<String> names() {
        return many != null
                ? many.keySet()
                : new LinkedHashSet<>(Arrays.asList(names).subList(0, size));
    }

    private int place(String name) {
        for (int at = 0; at < size; at++) {
            if (names[at].equals(name)) {
                return at;
            }
        }
        return -1;
    }
}
