package io.penstock.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.resilience.Breaker;
import io.penstock.resilience.BreakerRules;
import io.penstock.resilience.Fault;
import io.penstock.resilience.ManualSwitch;
import io.penstock.resilience.Permit;
import io.penstock.resilience.Switch;
import io.penstock.resilience.Transition;
import io.penstock.store.Await;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The library's switch beside the one that the simulation and the kernel's tests use. */
class VertxSwitchTest {
    private static final long OPEN_MILLIS = 150;
    private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(OPEN_MILLIS);
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        Await.result(VERTX.close());
    }

    /** Both switches, one on real timers, the other on a clock that is moved when the real time has passed. */
    private static final class Pair {
        private final Switch real = VertxSwitch.of(VERTX, OPEN_MILLIS).apply("a");
        private final Switch manual = new ManualSwitch(() -> this.now, OPEN_NANOS);
        private long now;
        private long reallyOpenedNanos;

        void open() {
            reallyOpenedNanos = System.nanoTime();
            real.open();
            manual.open();
        }

        /** A machine that is busy elsewhere may let the real time pass unasked. */
        boolean mayHavePassed() {
            return System.nanoTime() - reallyOpenedNanos > OPEN_NANOS / 2;
        }

        void reset() {
            real.reset();
            manual.reset();
        }

        void pass() {
            boolean opens = real.state() != Switch.State.CLOSED;
            now += OPEN_NANOS;
            if (opens) {
                Await.until("half-open", () -> real.state() == Switch.State.HALF_OPEN);
            }
        }
    }

    @Test
    void agreesWithTheSwitchOfTheSimulationWhateverHappens() {
        Seeded.check(8, random -> {
            Pair pair = new Pair();
            for (int step = 0; step < 16; step++) {
                // When
                switch (random.nextInt(4)) {
                    case 0 -> pair.open();
                    case 1 -> pair.pass();
                    default -> pair.reset();
                }
                if (pair.mayHavePassed()) {
                    pair.pass();
                }

                // Then
                assertThat(pair.real.state()).isEqualTo(pair.manual.state());
            }
        });
    }

    @Test
    void countsItsTimeFromTheLastOpening() throws Exception {
        // Given
        Switch valve = VertxSwitch.of(VERTX, 200).apply("a");
        valve.open();
        Await.result(VERTX.timer(100, TimeUnit.MILLISECONDS));

        // When
        long reopened = System.nanoTime();
        valve.open();
        Await.until("half-open", () -> valve.state() == Switch.State.HALF_OPEN);

        // Then
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - reopened)).isGreaterThanOrEqualTo(190);
    }

    @Test
    void carriesABreakerThroughItsStates() {
        // Given
        List<Breaker.State> states = new ArrayList<>();
        BreakerRules rules = new BreakerRules(TimeUnit.SECONDS.toNanos(30), 10, 50, 5, OPEN_NANOS, 4 * OPEN_NANOS);
        Switch valve = VertxSwitch.of(VERTX, OPEN_MILLIS).apply("a");
        Breaker breaker = new Breaker("a", rules, valve, (Transition change) -> states.add(change.to()));

        // When
        for (int i = 0; i < 5; i++) {
            breaker.acquire(System.nanoTime()).failed(Fault.RESET, System.nanoTime());
        }
        Permit refused = breaker.acquire(System.nanoTime());
        probe(breaker).failed(Fault.RESET, System.nanoTime());
        long reopened = System.nanoTime();
        Permit second = probe(breaker);
        long waited = System.nanoTime() - reopened;
        second.succeeded(System.nanoTime());

        // Then
        assertThat(refused).isNull();
        assertThat(waited).isGreaterThan(2 * OPEN_NANOS - TimeUnit.MILLISECONDS.toNanos(5));
        assertThat(states)
                .containsExactly(
                        Breaker.State.OPEN,
                        Breaker.State.HALF_OPEN,
                        Breaker.State.OPEN,
                        Breaker.State.HALF_OPEN,
                        Breaker.State.CLOSED);
        assertThat(valve.state()).isEqualTo(Switch.State.CLOSED);
    }

    private static Permit probe(Breaker breaker) {
        Await.until("a probe is due", () -> breaker.admits(System.nanoTime()));
        return breaker.acquire(System.nanoTime());
    }
}
