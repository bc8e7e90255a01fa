package io.penstock.health;

import io.penstock.resilience.Transition;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was last found out, for anyone to read: written by the health worker alone, whole snapshots at a time. What calls
 * have met with comes before what the worker was answered: an open breaker is down however well the provider lists its
 * models.
 */
public final class HealthBoard {

    /** In the words of the public surface. */
    enum Status {
        HEALTHY,
        DEGRADED,
        DOWN,
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One finding.
     *
     * @param status what it comes to
     * @param detail a few words, without secrets
     * @param millis how long the check took; {@link #UNMEASURED} where calls told and nothing was checked
     * @param at when it ended
     */
    record Finding(Status status, String detail, long millis, Instant at) {
        static final long UNMEASURED = -1;
        static final Finding NONE = new Finding(Status.UNKNOWN, "not checked yet", 0, Instant.EPOCH);

        JsonObject toJson() {
            return new JsonObject()
                    .put("status", status.label())
                    .put("detail", detail)
                    .put("latency_ms", millis == UNMEASURED ? null : millis)
                    .put("checked_at", at.equals(Instant.EPOCH) ? null : at.toString());
        }
    }

    /** What a breaker did last, and when that was heard of. */
    private record Passive(Transition change, Instant at) {
        /** Null: calls go through, so the worker's own finding holds. */
        @Nullable
        Finding finding(Instant now) {
            return switch (change.to()) {
                case CLOSED -> null;
                case HALF_OPEN -> finding(Status.DEGRADED, "breaker half-open: ");
                case OPEN ->
                    isDue(now)
                            ? finding(Status.DEGRADED, "breaker open, the next call tries it: ")
                            : finding(Status.DOWN, "breaker open: ");
            };
        }

        /** A balancer that looks here would else never send the call that finds the provider well again. */
        private boolean isDue(Instant now) {
            return !now.isBefore(at.plusNanos(change.nextProbeNanos() - change.atNanos()));
        }

        private Finding finding(Status status, String state) {
            return new Finding(status, state + change.reason(), Finding.UNMEASURED, at);
        }
    }

    private volatile Finding database = Finding.NONE;
    private volatile Map<String, Finding> probed = Map.of();
    private volatile Map<String, Passive> passive = Map.of();

    /** What {@code /health} says of a provider; null where it says nothing, because it has no key. */
    public @Nullable JsonObject finding(String provider, Instant now) {
        Finding finding = providers(now).get(provider);
        return finding == null ? null : finding.toJson();
    }

    Finding database() {
        return database;
    }

    /** By name, in its order. */
    Map<String, Finding> providers(Instant now) {
        Map<String, Finding> all = new TreeMap<>(probed);
        passive.forEach((name, last) -> {
            Finding told = last.finding(now);
            if (told != null) {
                all.merge(name, told, HealthBoard::decisive);
            }
        });
        return all;
    }

    /** A half-open breaker says less than a provider that does not even list its models. */
    private static Finding decisive(Finding probed, Finding told) {
        return told.status() != Status.DOWN && probed.status() == Status.DOWN ? probed : told;
    }

    /** What the worker itself was last answered by a provider. */
    @Nullable
    Finding probed(String provider) {
        return probed.get(provider);
    }

    void database(Finding finding) {
        database = finding;
    }

    void provider(String name, Finding finding) {
        Map<String, Finding> next = new HashMap<>(probed);
        next.put(name, finding);
        probed = Map.copyOf(next);
    }

    /**
     * Forgets all other providers, and what breakers did of some.
     *
     * @param anew whose breakers begin anew
     */
    void keep(Set<String> names, Set<String> anew) {
        Map<String, Finding> kept = new HashMap<>(probed);
        kept.keySet().retainAll(names);
        probed = Map.copyOf(kept);
        Map<String, Passive> heard = new HashMap<>(passive);
        heard.keySet().retainAll(names);
        heard.keySet().removeAll(anew);
        passive = Map.copyOf(heard);
    }

    /** A breaker has changed. Changes may come in another order than they happened; the latest holds. */
    void changed(Transition change, Instant at) {
        Passive before = passive.get(change.endpoint());
        if (before == null || change.atNanos() - before.change().atNanos() >= 0) {
            Map<String, Passive> next = new HashMap<>(passive);
            next.put(change.endpoint(), new Passive(change, at));
            passive = Map.copyOf(next);
        }
    }

    /** Degraded: something is not well, but calls can be answered. Down: none can. */
    Status overall(Instant now) {
        Map<String, Finding> all = providers(now);
        boolean anyUp = all.isEmpty() || all.values().stream().anyMatch(finding -> finding.status() != Status.DOWN);
        boolean allWell = database.status() != Status.DOWN
                && all.values().stream()
                        .allMatch(finding -> finding.status() == Status.HEALTHY || finding.status() == Status.UNKNOWN);
        return !anyUp ? Status.DOWN : allWell ? Status.HEALTHY : Status.DEGRADED;
    }
}
