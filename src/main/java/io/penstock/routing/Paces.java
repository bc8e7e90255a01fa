package io.penstock.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast targets answer and how many requests they are busy with, as the calls of this process see it. Shared by all
 * event loops; keyed by provider and model, so it outlives a catalog. Remembers {@link #TARGETS_MAX} at most: where there
 * are more, those not asked for ten minutes are forgotten, and a new one stays unknown while there are none.
 *
 * <p>Each request is {@link #began} once and ended once, by {@link #streamed}, {@link #answered} or {@link #silent}.
 */
public final class Paces {
    /** Targets that are remembered. */
    public static final int TARGETS_MAX = 20_000;

    /** Speeds of shorter answers say more of the network than of the model. */
    private static final long TOKENS_MIN = 16;

    /** Where nothing is known, a shorter silence says nothing. */
    private static final double SILENCE_SECONDS = 2;

    private static final double SECOND = 1e9;
    private static final long SWEEP_NANOS = 10_000_000_000L;

    private final Map<Key, PaceCell> cells = new ConcurrentHashMap<>();
    private final PaceCell unknown = new PaceCell(0);
    private final AtomicLong sweptNanos = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger era = new AtomicInteger();

    /** The label is no part of it. */
    private record Key(String provider, String model) {}

    /** A request was sent to it. */
    public void began(Target target, long nowNanos) {
        PaceCell cell = cell(target, nowNanos);
        if (cell != unknown) {
            cell.began(nowNanos);
        }
    }

    /**
     * A stream has brought its first token, and has ended, however that was.
     *
     * @param firstTokenNanos from sending to the first token
     * @param tokens of output, reasoning included; 0: not known
     * @param nanos from sending to the end
     */
    public void streamed(Target target, long firstTokenNanos, long tokens, long nanos, long nowNanos) {
        ended(target, firstTokenNanos / SECOND, tokens, nanos - firstTokenNanos, nowNanos);
    }

    /**
     * An answer that is no stream has come.
     *
     * @param tokens of output; 0: not known
     * @param nanos from sending to the end
     */
    public void answered(Target target, long tokens, long nanos, long nowNanos) {
        ended(target, Double.NaN, tokens, nanos, nowNanos);
    }

    /**
     * A request has ended without a token: it failed, was overtaken or its caller left. It counts where it was silent for
     * longer than such requests usually take, else it says nothing.
     *
     * @param nanos from sending to the end
     */
    public void silent(Target target, long nanos, long nowNanos) {
        double seconds = nanos / SECOND;
        double usual = cell(target, nowNanos).firstTokenSeconds(nowNanos);
        boolean telling = Double.isNaN(usual) ? seconds >= SILENCE_SECONDS : seconds > usual;
        ended(target, telling ? seconds : Double.NaN, 0, 0, nowNanos);
    }

    private void ended(Target target, double firstTokenSeconds, long tokens, long nanos, long nowNanos) {
        PaceCell cell = cell(target, nowNanos);
        if (cell == unknown) {
            return;
        }
        cell.ended();
        boolean telling = tokens >= TOKENS_MIN && nanos > 0;
        if (telling || !Double.isNaN(firstTokenSeconds)) {
            cell.saw(firstTokenSeconds, telling ? tokens : 0, telling ? nanos / SECOND : 0, nowNanos);
        }
    }

    /** What is known of it now. */
    public Pace pace(Target target, long nowNanos) {
        PaceCell cell = known(target);
        return new Pace(cell.firstTokenSeconds(nowNanos), cell.tokensPerSecond(nowNanos), cell.running());
    }

    /** How often cells were forgotten: who keeps a {@link #cell} looks for it anew after each time. */
    int era() {
        return era.get();
    }

    /** The one that is kept of this target, else a blank one. */
    PaceCell known(Target target) {
        return cells.getOrDefault(new Key(target.provider(), target.model()), unknown);
    }

    /** The one that is kept of this target from now on; a blank one for all where there is no room. */
    PaceCell cell(Target target, long nowNanos) {
        Key key = new Key(target.provider(), target.model());
        PaceCell known = cells.get(key);
        if (known != null) {
            return known;
        }
        if (cells.size() >= TARGETS_MAX) {
            sweep(nowNanos);
        }
        if (cells.size() >= TARGETS_MAX) {
            return unknown;
        }
        PaceCell fresh = new PaceCell(nowNanos);
        PaceCell before = cells.putIfAbsent(key, fresh);
        return before == null ? fresh : before;
    }

    /** Not more than once in a while: it looks at all of them. */
    private void sweep(long nowNanos) {
        long last = sweptNanos.get();
        boolean due = last == Long.MIN_VALUE || nowNanos - last >= SWEEP_NANOS;
        if (due && sweptNanos.compareAndSet(last, nowNanos)) {
            boolean forgotten = cells.values().removeIf(cell -> cell.idle(nowNanos));
            era.addAndGet(forgotten ? 1 : 0);
        }
    }
}
