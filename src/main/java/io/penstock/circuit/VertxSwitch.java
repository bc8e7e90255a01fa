package io.penstock.circuit;

import io.penstock.resilience.Switch;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * The switch of one endpoint, kept by a circuit breaker of Vert.x that is never asked to count: what opens and closes it is
 * the kernel's {@link io.penstock.resilience.Breaker}. Thread-safe.
 */
public final class VertxSwitch implements Switch {
    private final CircuitBreaker circuit;

    private VertxSwitch(CircuitBreaker circuit) {
        this.circuit = circuit;
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
        return endpoint -> new VertxSwitch(CircuitBreaker.create(endpoint, vertx, options));
    }

    @Override
    public State state() {
        return switch (circuit.state()) {
            case CLOSED -> State.CLOSED;
            case OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
        };
    }

    @Override
    public void open() {
        circuit.open();
    }

    @Override
    public void reset() {
        circuit.reset();
    }
}
