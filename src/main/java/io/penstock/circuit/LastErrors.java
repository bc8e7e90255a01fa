package io.penstock.circuit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The last errors of each provider, newest first, so that an operator can tell why one is avoided. Thread-safe. */
public final class LastErrors {
    /** Errors kept for one provider. */
    public static final int KEPT_MAX = 10;

    private final Map<String, Deque<Entry>> byProvider = new ConcurrentHashMap<>();

    /**
     * One failed request.
     *
     * @param callId the call it was made for
     * @param verdict what it was taken for, a word of a bounded set
     * @param result an HTTP status, or a word
     * @param atMillis wall clock, milliseconds since 1970
     */
    public record Entry(UUID callId, String verdict, String result, long atMillis) {}

    public void add(String provider, UUID callId, String verdict, String result, long atMillis) {
        Deque<Entry> last = byProvider.computeIfAbsent(provider, name -> new ArrayDeque<>(KEPT_MAX));
        synchronized (last) {
            if (last.size() == KEPT_MAX) {
                last.removeLast();
            }
            last.addFirst(new Entry(callId, verdict, result, atMillis));
        }
    }

    public List<Entry> of(String provider) {
        Deque<Entry> last = byProvider.get(provider);
        if (last == null) {
            return List.of();
        }
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }
}
