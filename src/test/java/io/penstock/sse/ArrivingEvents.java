package io.penstock.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.sse.SlowEvents.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;

/** Hands input to a scanner in pieces, and between them drops what was handed on, as a relay does. */
final class ArrivingEvents {
    /** Drops nothing. */
    static final IntBinaryOperator KEEP = (whole, all) -> 0;
    /** Drops the whole events. */
    static final IntBinaryOperator DROP_EVENTS = (whole, all) -> whole;
    /** Drops everything, the unfinished event too. */
    static final IntBinaryOperator DROP_ALL = (whole, all) -> all;

    private final EventScanner scanner = new EventScanner();
    private final List<Event> found = new ArrayList<>();
    private final Set<Integer> torn = new HashSet<>();
    private byte[] held = new byte[0];
    private int dropped;

    /** Reads the input cut at these places; {@code drop} says how much goes of (whole events, all bytes held). */
    static ArrivingEvents read(String input, IntBinaryOperator drop, int... cuts) {
        ArrivingEvents arriving = new ArrivingEvents();
        int from = 0;
        for (int cut : cuts) {
            arriving.arrive(input.substring(from, cut), false);
            arriving.drop(drop);
            from = cut;
        }
        arriving.arrive(input.substring(from), true);
        return arriving;
    }

    List<Event> found() {
        return found;
    }

    /** Which events lost bytes before they were whole. */
    Set<Integer> torn() {
        return torn;
    }

    private void arrive(String piece, boolean last) {
        int length = held.length;
        held = Arrays.copyOf(held, length + piece.length());
        System.arraycopy(piece.getBytes(ISO_8859_1), 0, held, length, piece.length());
        while (scanner.next(held, held.length, last)) {
            int start = dropped + scanner.eventStart();
            found.add(new Event(start, dropped + scanner.eventEnd(), data()));
        }
    }

    private List<String> data() {
        int lines = scanner.dataLines();
        if (lines == 0) {
            return List.of();
        }
        String joined = new String(scanner.joinedData(held), ISO_8859_1);
        if (lines == 1) {
            int length = scanner.dataEnd() - scanner.dataStart();
            String slice = new String(held, scanner.dataStart(), length, ISO_8859_1);
            return slice.equals(joined) ? List.of(slice) : List.of(slice, "but joined: " + joined);
        }
        return List.of(joined.split("\n", -1));
    }

    private void drop(IntBinaryOperator drop) {
        int whole = Math.max(0, scanner.eventEnd());
        // A relay drops nothing of an unfinished event before it holds far more than a byte order mark.
        int by = dropped + held.length < 3 ? 0 : drop.applyAsInt(whole, held.length);
        if (by > whole) {
            torn.add(found.size());
        }
        held = Arrays.copyOfRange(held, by, held.length);
        dropped += by;
        if (by > 0) {
            scanner.shift(by);
        }
    }
}
