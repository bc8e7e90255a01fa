package io.penstock.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with the rows of one kind so that they follow the configuration where nobody changed them
 * (docs/adr/0019). All lists hold names.
 *
 * @param insert new in the configuration
 * @param update changed there, and untouched here
 * @param delete gone there, and untouched here
 * @param remember digests to be kept of entries, new or changed
 * @param forget entries gone from the configuration
 * @param kept changed there, but rows of an operator here
 */
record Seeding(
        List<String> insert,
        List<String> update,
        List<String> delete,
        Map<String, String> remember,
        List<String> forget,
        List<String> kept) {
    private static final int POSITION_STEP = 10;

    /**
     * An entry of the configuration.
     *
     * @param spec as JSON
     * @param position the smallest first; steps of ten leave room for rows in between
     */
    record Entry(String spec, int position, String digest) {}

    /**
     * A row as it is.
     *
     * @param followsConf false where an operator made or changed it
     */
    record Row(boolean followsConf, int position) {}

    /** The entries with their places: one after another, those of {@code provider/id} for each provider anew. */
    static Map<String, Entry> entries(Map<String, ObjectNode> specs) {
        Map<String, Integer> last = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        specs.forEach((name, spec) -> {
            String group = name.substring(0, Math.max(name.indexOf('/'), 0));
            int position = last.merge(group, POSITION_STEP, Integer::sum);
            String text = spec.toString();
            entries.put(name, new Entry(text, position, digest(text)));
        });
        return entries;
    }

    /**
     * Compares what the configuration says with what it said last and with what is there.
     *
     * @param digests of what was brought in last
     * @param whole false where the entries may not be all: then only new ones count
     */
    static Seeding of(Map<String, Entry> entries, Map<String, Row> rows, Map<String, String> digests, boolean whole) {
        Seeding seeding = new Seeding(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>());
        entries.forEach((name, entry) -> {
            String before = digests.get(name);
            if (before == null || whole) {
                seeding.compare(name, entry, rows.get(name), before);
            }
        });
        if (whole) {
            digests.keySet().stream().filter(name -> !entries.containsKey(name)).forEach(name -> {
                seeding.forget.add(name);
                Row row = rows.get(name);
                if (row != null && row.followsConf) {
                    seeding.delete.add(name);
                }
            });
        }
        return seeding;
    }

    private void compare(String name, Entry entry, @Nullable Row row, @Nullable String before) {
        boolean changed = !entry.digest.equals(before);
        if (changed) {
            remember.put(name, entry.digest);
        }
        if (row == null) {
            if (before == null) {
                insert.add(name);
            }
        } else if (!row.followsConf) {
            if (changed) {
                kept.add(name);
            }
        } else if (changed || row.position != entry.position) {
            update.add(name);
        }
    }

    private static String digest(String spec) {
        try {
            byte[] text = spec.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
