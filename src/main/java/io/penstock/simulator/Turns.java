package io.penstock.simulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;

/**
 * Where each model that takes turns stands: call by call, or in time. Keeps the thousand that began their turn last; one
 * dropped begins anew.
 */
final class Turns {

    private static final int MAX_MODELS = 1000;

    private record Taker(Conditional model, String user) {}

    private final LinkedHashSet<Taker> evenNext = new LinkedHashSet<>();
    private final LinkedHashMap<Long, Long> windowStarts = new LinkedHashMap<>();

    /** Whether this call is the model's first, third, fifth and so on from this user. */
    boolean isOdd(Conditional model, String user) {
        Taker taker = new Taker(model, user);
        if (evenNext.remove(taker)) {
            return false;
        }
        if (evenNext.size() == MAX_MODELS) {
            evenNext.removeFirst();
        }
        return evenNext.add(taker);
    }

    /**
     * How long the window of this length still refuses calls, 0 if it lets this one pass. The first call, and the first
     * after twice the length, opens it.
     */
    long refusedMillis(long lengthMillis, long nowMillis) {
        Long start = windowStarts.get(lengthMillis);
        if (start == null || nowMillis - start >= 2 * lengthMillis) {
            windowStarts.remove(lengthMillis);
            if (windowStarts.size() == MAX_MODELS) {
                windowStarts.pollFirstEntry();
            }
            windowStarts.put(lengthMillis, nowMillis);
            return lengthMillis;
        }
        return Math.max(0, start + lengthMillis - nowMillis);
    }
}
