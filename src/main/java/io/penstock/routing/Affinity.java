package io.penstock.routing;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Who served the last call with the same beginning, so that the next one meets the provider's prompt cache. Shared by all
 * event loops, without locks. It has {@link #PREFIXES_MAX} places in sets of {@link #WAYS}: the one unused longest in its
 * set makes room, and what was not used for {@link #KEPT_NANOS} is forgotten.
 */
public final class Affinity {
    /** Beginnings that are remembered. */
    public static final int PREFIXES_MAX = 1 << 16;
    /** How long one is remembered after its last use: most providers keep their caches for five to ten minutes. */
    public static final long KEPT_NANOS = 600_000_000_000L;
    /** Places in which one beginning may stand. */
    static final int WAYS = 4;

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final int sets;

    private static final class Entry {
        private final long key;
        private final Target target;
        private volatile long usedNanos;

        Entry(long key, Target target, long usedNanos) {
            this.key = key;
            this.target = target;
            this.usedNanos = usedNanos;
        }

        boolean forgotten(long nowNanos) {
            return nowNanos - usedNanos > KEPT_NANOS;
        }
    }

    public Affinity() {
        this(PREFIXES_MAX);
    }

    /** @param places a power of two, at least {@link #WAYS} */
    Affinity(int places) {
        entries = new AtomicReferenceArray<>(places);
        sets = places / WAYS;
    }

    /**
     * This target answers a call of this plan. To be told when an answer begins; nothing happens where nothing is to be
     * remembered.
     */
    public void served(Plan plan, Target target, long nowNanos) {
        if (plan.affinity() != 0) {
            keep(plan.affinity(), target, nowNanos);
        }
    }

    /** Who served it last; that counts as a use. */
    @Nullable
    Target find(long key, long nowNanos) {
        Entry entry = entry(key);
        if (entry == null || entry.forgotten(nowNanos)) {
            return null;
        }
        entry.usedNanos = nowNanos;
        return entry.target;
    }

    /** The same, without being a use. */
    @Nullable
    Target peek(long key, long nowNanos) {
        Entry entry = entry(key);
        return entry == null || entry.forgotten(nowNanos) ? null : entry.target;
    }

    void keep(long key, Target target, long nowNanos) {
        int first = first(key);
        int place = first;
        long longest = Long.MIN_VALUE;
        for (int way = first; way < first + WAYS; way++) {
            Entry entry = entries.getOpaque(way);
            if (entry != null && entry.key == key) {
                if (entry.target.equals(target)) {
                    entry.usedNanos = nowNanos;
                    return;
                }
                place = way;
                break;
            }
            long unused = entry == null ? Long.MAX_VALUE : nowNanos - entry.usedNanos;
            if (unused > longest) {
                longest = unused;
                place = way;
            }
        }
        entries.setRelease(place, new Entry(key, target, nowNanos));
    }

    private @Nullable Entry entry(long key) {
        int first = first(key);
        for (int way = first; way < first + WAYS; way++) {
            Entry entry = entries.getAcquire(way);
            if (entry != null && entry.key == key) {
                return entry;
            }
        }
        return null;
    }

    private int first(long key) {
        return (int) (key & sets - 1) * WAYS;
    }

    /** One number of two, spread over all numbers (the finaliser of SplitMix64); never 0. */
    static long mixed(long one, long other) {
        long z = one ^ other * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        return z == 0 ? 1 : z;
    }
}
