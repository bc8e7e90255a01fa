package io.penstock.admin;

import io.penstock.bus.Bus;
import io.penstock.resilience.Transition;
import io.penstock.telemetry.BreakerMeters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that takes breakers' changes off the bus: one line in the log and one count for each, so that the event loop
 * on which a breaker changed does neither.
 */
public final class TransitionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionVerticle.class);

    private final BreakerMeters meters;

    public TransitionVerticle(BreakerMeters meters) {
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        new Bus(vertx).onCircuitChanged(this::changed);
        return Future.succeededFuture();
    }

    private void changed(Transition change) {
        meters.changed(change);
        switch (change.to()) {
            case OPEN ->
                LOG.warn(
                        "{}: breaker open: {}; next probe in {} s",
                        change.endpoint(),
                        change.reason(),
                        seconds(change.nextProbeNanos() - change.atNanos()));
            case HALF_OPEN -> LOG.info("{}: breaker half-open: {}", change.endpoint(), change.reason());
            case CLOSED -> LOG.info("{}: breaker closed: {}", change.endpoint(), change.reason());
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
