package io.penstock.resilience;

import io.penstock.routing.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of the health of all endpoints, keys and models. Thread-safe, keyed by name. */
@SuppressWarnings("DoNotCallSuggester")
public final class Cells {

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

    /**
     * @param keysByProvider number of keys; 0, a provider without keys, counts as one
     * @param switches the switch of the endpoint of that name; called once for each
     * @param told hears of each change of state of any breaker, on the thread that caused it
     */
    public Cells(
            Map<String, Integer> keysByProvider,
            BreakerRules breaker,
            BenchRules bench,
            Function<String, Switch> switches,
            Consumer<Transition> told) {}

    /** The breaker of that provider's endpoint. */
    public Breaker breaker(String provider) {
        throw new UnsupportedOperationException();
    }

    /** Whether the breaker admits and neither key nor model is benched. */
    public boolean available(Target target, int key, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #available} may be true at the earliest; {@code nowNanos} if it is now. */
    public long availableAtNanos(Target target, int key, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Benches what the verdict says; the permit is what tells the breaker. */
    public void charge(Target target, int key, Verdict verdict, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The 429s of this key and model begin anew. */
    public void succeeded(Target target, int key) {
        throw new UnsupportedOperationException();
    }

    /** What is benched now, by provider, key and model. */
    public List<BenchStatus> benches(long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
