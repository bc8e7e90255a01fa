package io.penstock.resilience.simulated;

import java.util.PriorityQueue;

/** A clock that jumps from one event to the next. Events of one instant happen in the order they were named. */
final class Timeline {
    private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return atNanos == other.atNanos ? Long.compare(order, other.order) : Long.compare(atNanos, other.atNanos);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNanos;
    private long named;

    long now() {
        return nowNanos;
    }

    void after(long nanos, Runnable action) {
        events.add(new Event(nowNanos + Math.max(0, nanos), named++, action));
    }

    /** Until nothing more is to happen. */
    void run() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            nowNanos = event.atNanos();
            event.action().run();
        }
    }
}
