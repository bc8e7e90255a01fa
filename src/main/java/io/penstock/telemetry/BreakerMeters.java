package io.penstock.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.resilience.Breaker;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Transition;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * The meters of breakers and benches. All series exist from the start, at 0, so that an alert can be written before a
 * provider fails: labels are the configured providers and the three states. Gauges are read when scraped. Thread-safe.
 */
public final class BreakerMeters {
    private final MeterRegistry registry;
    private final Cells cells;
    private final LongSupplier nanoTime;

    /**
     * @param cells what the gauges show
     * @param nanoTime the clock of the cells
     */
    public BreakerMeters(MeterRegistry registry, Cells cells, LongSupplier nanoTime) {
        this.registry = registry;
        this.cells = cells;
        this.nanoTime = nanoTime;
    }

    /** Shows these providers, too; what is shown already is left as it is. */
    public void show(Collection<String> providers) {
        for (String provider : providers) {
            Gauge.builder("penstock.breaker.state", () -> number(cells, provider, nanoTime.getAsLong()))
                    .description("0 closed, 1 half-open, 2 open")
                    .tag("provider", provider)
                    .register(registry);
            Gauge.builder("penstock.benched", () -> cells.benched(provider, nanoTime.getAsLong()))
                    .description("keys, models and pairs of both that are left alone")
                    .tag("provider", provider)
                    .register(registry);
            for (Breaker.State to : Breaker.State.values()) {
                transitions(provider, to);
            }
        }
    }

    /** A breaker has changed its state. */
    public void changed(Transition transition) {
        transitions(transition.endpoint(), transition.to()).increment();
    }

    private Counter transitions(String provider, Breaker.State to) {
        return registry.counter("penstock.breaker.transitions", "provider", provider, "to", to.label());
    }

    private static int number(Cells cells, String provider, long nowNanos) {
        return switch (cells.breaker(provider).status(nowNanos).state()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
