package io.penstock.health;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What was last found out, for anyone to read: written by the health worker alone, whole snapshots at a time. */
public final class HealthBoard {

    /** In the words of the public surface. */
    enum Status {
        HEALTHY,
        DEGRADED,
        DOWN,
        UNKNOWN;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One finding.
     *
     * @param status what it comes to
     * @param detail a few words, without secrets
     * @param millis how long the check took
     * @param at when it ended
     */
    record Finding(Status status, String detail, long millis, Instant at) {
        static final Finding NONE = new Finding(Status.UNKNOWN, "not checked yet", 0, Instant.EPOCH);
    }

    private volatile Finding database = Finding.NONE;
    private volatile Map<String, Finding> providers = Map.of();

    Finding database() {
        return database;
    }

    Map<String, Finding> providers() {
        return providers;
    }

    void database(Finding finding) {
        database = finding;
    }

    void provider(String name, Finding finding) {
        Map<String, Finding> next = new TreeMap<>(providers);
        next.put(name, finding);
        providers = Map.copyOf(next);
    }

    /** Degraded: something is not well, but calls can be answered. Down: none can. */
    Status overall() {
        Map<String, Finding> all = providers;
        boolean anyUp = all.isEmpty() || all.values().stream().anyMatch(finding -> finding.status() != Status.DOWN);
        boolean allWell = database.status() != Status.DOWN
                && all.values().stream()
                        .allMatch(finding -> finding.status() == Status.HEALTHY || finding.status() == Status.UNKNOWN);
        return !anyUp ? Status.DOWN : allWell ? Status.HEALTHY : Status.DEGRADED;
    }
}
