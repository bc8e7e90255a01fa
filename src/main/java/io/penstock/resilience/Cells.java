package io.penstock.resilience;

import io.penstock.routing.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the health of all endpoints, keys and models, shared by all calls. Keyed by name, so it outlives a
 * new catalog. Thread-safe. Bounded by the number of providers ever named, and by {@link BenchRules#cellsMax}.
 */
public final class Cells {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final Comparator<BenchStatus> ORDER = Comparator.comparing(BenchStatus::provider)
            .thenComparingInt(BenchStatus::key)
            .thenComparing(status -> status.model() == null ? "" : status.model());

    /**
     * One key, model or pair of both that is left alone.
     *
     * @param provider whose
     * @param key its index, from 0; -1: all
     * @param model the model; null: all
     * @param reason the verdict's label
     * @param untilNanos when it is asked again
     */
    public record BenchStatus(
            String provider, int key, @Nullable String model, String reason, long untilNanos) {}

    /** One provider's breaker, the number of its keys, and whose turn it is among them. */
    private record Endpoint(Breaker breaker, int keys, AtomicInteger turns) {}

    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> keysByProvider;
    private final BreakerRules breakerRules;
    private final BenchRules benchRules;
    private final Function<String, Switch> switches;
    private final Consumer<Transition> told;
    private final Benches benches;
    private final Laggards laggards;
    private final Epochs epochs = new Epochs();

    /**
     * @param keysByProvider number of keys; 0, a provider without keys, counts as one, and so does a provider not named
     * @param switches makes the switch of the endpoint of that name; asked once for each
     * @param told hears of each change of state of any breaker, on the thread that caused it
     */
    public Cells(
            Map<String, Integer> keysByProvider,
            BreakerRules breaker,
            BenchRules bench,
            Function<String, Switch> switches,
            Consumer<Transition> told) {
        this.keysByProvider = Map.copyOf(keysByProvider);
        this.breakerRules = breaker;
        this.benchRules = bench;
        this.switches = switches;
        this.told = told;
        benches = new Benches(bench);
        laggards = new Laggards(bench);
    }

    /**
     * Takes over the providers of a new catalog. What is known of a provider stays, but for one that stands at another
     * address or has other keys: of that one everything is forgotten, and calls that began before tell no more of it.
     *
     * @param keys number of keys by provider, as for the constructor
     * @param changed those that are gone or new, or whose address or keys are not what they were
     */
    public synchronized void follow(Map<String, Integer> keys, Set<String> changed) {
        epochs.uprooted(changed);
        keysByProvider = Map.copyOf(keys);
        changed.forEach(endpoints::remove);
        benches.forget(changed);
        laggards.forget(changed);
    }

    /** The breaker of that provider's endpoint. */
    public Breaker breaker(String provider) {
        return endpoint(provider).breaker();
    }

    /** How many keys a provider has; at least 1. */
    public int keys(String provider) {
        return endpoint(provider).keys();
    }

    /** Whether the breaker admits and one of the keys can be used for the model. Takes nothing. */
    public boolean available(Target target, long nowNanos) {
        Endpoint endpoint = endpoint(target.provider());
        if (!endpoint.breaker().admits(nowNanos)) {
            return false;
        }
        for (int key = 0; key < endpoint.keys(); key++) {
            if (restNanos(target, key, nowNanos) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the breaker admits and neither key nor model is benched. */
    public boolean available(Target target, int key, long nowNanos) {
        return restNanos(target, key, nowNanos) == 0
                && breaker(target.provider()).admits(nowNanos);
    }

    /** When {@link #available} may be true at the earliest; {@code nowNanos} if it is now. */
    public long availableAtNanos(Target target, int key, long nowNanos) {
        long probe = breaker(target.provider()).nextProbeNanos(nowNanos);
        return nowNanos + Math.max(restNanos(target, key, nowNanos), probe - nowNanos);
    }

    /**
     * Why a target cannot be asked now; empty: it can. What is in the way of one key is no obstacle while another is free.
     */
    public Set<Obstacle> obstacles(Target target, long nowNanos) {
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        boolean free = false;
        for (int key = 0; key < keys(target.provider()); key++) {
            Set<Obstacle> ofKey = benches.obstacles(target.provider(), key, target.model(), nowNanos);
            free |= ofKey.isEmpty();
            found.addAll(ofKey);
        }
        if (free) {
            found.clear();
        }
        if (!breaker(target.provider()).admits(nowNanos)) {
            found.add(Obstacle.BREAKER_OPEN);
        }
        return found;
    }

    /** To be kept by a call from its beginning, and shown with all that it finds out. */
    int epoch() {
        return epochs.current();
    }

    /** The same as without an epoch, unless the provider was uprooted since: then it is about what is no more. */
    synchronized void charge(Target target, int key, Verdict verdict, int epoch, long nowNanos) {
        if (epochs.isOfNow(target.provider(), epoch)) {
            charge(target, key, verdict, nowNanos);
        }
    }

    /** Benches what the verdict says; the permit is what tells the breaker. */
    public void charge(Target target, int key, Verdict verdict, long nowNanos) {
        String provider = target.provider();
        switch (verdict) {
            case Verdict.RateLimited limited ->
                benches.rateLimit(
                        new Cell(provider, key, target.model()),
                        limited,
                        saturatedNanos(limited.retryAfterMillis()),
                        nowNanos);
            case Verdict.QuotaGone _, Verdict.BadKey _ ->
                benches.bench(new Cell(provider, key, null), verdict, benchRules.keyNanos(), nowNanos);
            case Verdict.NotPermitted _ ->
                benches.bench(new Cell(provider, key, target.model()), verdict, benchRules.modelNanos(), nowNanos);
            case Verdict.ModelGone _ -> {
                Cell model = new Cell(provider, Cell.ALL_KEYS, target.model());
                benches.bench(model, verdict, benchRules.modelNanos(), nowNanos);
            }
            case Verdict.ProviderFault _,
                    Verdict.TooLong _,
                    Verdict.Incompatible _,
                    Verdict.Filtered _,
                    Verdict.CallersFault _,
                    Verdict.Diverged _ -> {}
        }
    }

    /**
     * This key has served this model: its rate limits begin anew, what waited to be mended is mended, and the model is
     * not late.
     */
    public void succeeded(Target target, int key) {
        benches.succeeded(target.provider(), key, target.model());
        laggards.answered(target.provider(), target.model());
    }

    /** The same, unless the provider was uprooted since that epoch. */
    void succeeded(Target target, int key, int epoch) {
        if (epochs.isOfNow(target.provider(), epoch)) {
            succeeded(target, key);
        }
    }

    /**
     * What is benched now, by provider, key and model. A model with the reason {@code overtaken} is not refused, it
     * only stands behind others.
     */
    public List<BenchStatus> benches(long nowNanos) {
        List<BenchStatus> list = new ArrayList<>();
        benches.forEachActive(
                nowNanos,
                (cell, bench) -> list.add(new BenchStatus(
                        cell.provider(),
                        cell.key(),
                        cell.model(),
                        bench.reason().label(),
                        bench.untilNanos())));
        laggards.forEachLate(
                nowNanos,
                (cell, until) ->
                        list.add(new BenchStatus(cell.provider(), cell.key(), cell.model(), "overtaken", until)));
        list.sort(ORDER);
        return list;
    }

    /** How many keys, models and pairs of both of that provider are benched now. */
    public int benched(String provider, long nowNanos) {
        AtomicInteger count = new AtomicInteger();
        benches.forEachActive(nowNanos, (cell, bench) -> {
            if (cell.provider().equals(provider)) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    /** A request sent later to another provider was faster. */
    void overtaken(Target target, int epoch, long nowNanos) {
        if (epochs.isOfNow(target.provider(), epoch)) {
            laggards.overtaken(new Cell(target.provider(), Cell.ALL_KEYS, target.model()), nowNanos);
        }
    }

    /** Whether that has happened so often in a row that others are asked first. */
    boolean isLate(Target target, long nowNanos) {
        return laggards.isLate(target.provider(), target.model(), nowNanos);
    }

    /**
     * A request is sent to it. A call that goes on with the address and the keys of before says nothing about the breaker,
     * and leaves a probe to others.
     */
    void asked(Target target, Permit permit, int epoch, long nowNanos) {
        if (epochs.isOfNow(target.provider(), epoch)) {
            laggards.tried(target.provider(), target.model(), nowNanos);
        } else {
            permit.ignored(nowNanos);
        }
    }

    /** How long the key is not used for the model, breaker apart; 0: it may be now. */
    long restNanos(Target target, int key, long nowNanos) {
        return benches.restNanos(target.provider(), key, target.model(), nowNanos);
    }

    /** How long until one call may try what is benched, 0: now; -1: that is no matter of trying. */
    long trialInNanos(Target target, int key, long nowNanos) {
        return benches.trialInNanos(target.provider(), key, target.model(), nowNanos);
    }

    /** Takes that trial, if nobody was faster. */
    boolean takeTrial(Target target, int key, long nowNanos) {
        return benches.takeTrial(target.provider(), key, target.model(), nowNanos);
    }

    /** Goes up by one with each key used of the provider. */
    int turn(String provider) {
        return endpoint(provider).turns().getAndIncrement() & Integer.MAX_VALUE;
    }

    /** Nanoseconds of milliseconds that a provider may have made absurdly many. */
    static long saturatedNanos(long millis) {
        return millis > Long.MAX_VALUE / 4 / NANOS_PER_MILLI ? Long.MAX_VALUE / 4 : millis * NANOS_PER_MILLI;
    }

    private Endpoint endpoint(String provider) {
        Endpoint known = endpoints.get(provider);
        return known != null ? known : endpoints.computeIfAbsent(provider, this::newEndpoint);
    }

    private Endpoint newEndpoint(String provider) {
        Breaker breaker = new Breaker(provider, breakerRules, switches.apply(provider), told);
        return new Endpoint(breaker, Math.max(1, keysByProvider.getOrDefault(provider, 1)), new AtomicInteger());
    }
}
