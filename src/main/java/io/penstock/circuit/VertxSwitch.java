package io.penstock.circuit;

import io.penstock.resilience.Switch;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Vertx;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The switch of one endpoint, kept by a circuit breaker of Vert.x that runs nothing and counts nothing: what opens and
 * closes it is the kernel's {@link io.penstock.resilience.Breaker}. Thread-safe. It needs one timer while it is open.
 */
public final class VertxSwitch implements Switch {
    private final Supplier<CircuitBreaker> circuits;
    private CircuitBreaker circuit;

    private VertxSwitch(Supplier<CircuitBreaker> circuits) {
        this.circuits = circuits;
        circuit = circuits.get();
    }

    /**
     * Makes the switches of endpoints by their names.
     *
     * @param openMillis half-open this long after each opening
     */
    public static Function<String, Switch> of(Vertx vertx, long openMillis) {
        CircuitBreakerOptions options = new CircuitBreakerOptions()
                .setTimeout(-1)
                .setMaxFailures(Integer.MAX_VALUE)
                .setResetTimeout(openMillis);
        return endpoint -> new VertxSwitch(() -> CircuitBreaker.create(endpoint, vertx, options));
    }

    @Override
    public synchronized State state() {
        return switch (circuit.state()) {
            case CLOSED -> State.CLOSED;
            case OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
        };
    }

    @Override
    public synchronized void open() {
        if (circuit.state() == CircuitBreakerState.OPEN) {
            // The library keeps the timer of the first opening, which would end the second one too early.
            circuit = circuits.get();
        }
        circuit.open();
    }

    @Override
    public synchronized void reset() {
        circuit.reset();
    }
}
