package io.penstock.resilience;

import static io.penstock.resilience.Bed.BREAKER;
import static io.penstock.resilience.Bed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Breaker.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The one request that an open breaker lets through. */
class BreakerProbeTest {
    private final Bed bed = new Bed();
    private final Breaker breaker = bed.cells.breaker("a");

    @Test
    void sendsOneProbeWhenItsTimeIsOver() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND - 1);
        boolean early = breaker.admits(bed.now);
        bed.pass(1);

        // When
        boolean due = breaker.admits(bed.now);
        Permit probe = breaker.acquire(bed.now);

        // Then
        assertThat(early).isFalse();
        assertThat(due).isTrue();
        assertThat(probe).isNotNull();
        assertThat(breaker.acquire(bed.now)).isNull();
        assertThat(state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.nextProbeNanos(bed.now)).isGreaterThan(bed.now);
    }

    @Test
    void closesAndForgetsTheWindowWhenTheProbeSucceeds() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);

        // When
        breaker.acquire(bed.now).succeeded(bed.now);

        // Then
        Breaker.Status status = breaker.status(bed.now);
        assertThat(status).isEqualTo(new Breaker.Status(State.CLOSED, "the probe succeeded", bed.now, bed.now, 0, 0));
        assertThat(bed.told).extracting(Transition::to).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void staysOpenTwiceAsLongAfterEachFailedProbeUpToABound() {
        // Given
        bed.open("a");

        // When
        List<Long> seconds = IntStream.range(0, 8)
                .mapToObj(i -> {
                    long left = breaker.nextProbeNanos(bed.now) - bed.now;
                    bed.pass(left);
                    breaker.acquire(bed.now).failed(Fault.RESET, bed.now);
                    return left / SECOND;
                })
                .toList();

        // Then
        assertThat(seconds).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void givesTheProbeToTheNextCallerWhenTheFirstOneLeaves() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        Permit left = breaker.acquire(bed.now);

        // When
        left.ignored(bed.now);

        // Then
        assertThat(breaker.acquire(bed.now)).isNotNull();
        assertThat(bed.told).extracting(Transition::to).containsExactly(State.OPEN, State.HALF_OPEN);
    }

    @Test
    void forgetsAProbeThatIsNeverGivenBack() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        Permit lost = breaker.acquire(bed.now);

        // When
        bed.pass(BREAKER.openNanosMax());
        Permit second = breaker.acquire(bed.now);
        lost.succeeded(bed.now);
        State afterTheLost = state();
        second.succeeded(bed.now);

        // Then
        assertThat(afterTheLost).isEqualTo(State.HALF_OPEN);
        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void letsOneWithoutAnotherProviderProbeBeforeTheDoubledTimeIsOver() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        breaker.acquire(bed.now).failed(Fault.TIMEOUT, bed.now);
        bed.pass(5 * SECOND);

        // When
        Permit ordinary = breaker.acquire(bed.now);
        Permit lastResort = breaker.acquireLastResort(bed.now);
        Permit another = breaker.acquireLastResort(bed.now);
        lastResort.failed(Fault.TIMEOUT, bed.now);

        // Then
        assertThat(ordinary).isNull();
        assertThat(another).isNull();
        assertThat(breaker.nextProbeNanos(bed.now) - bed.now).isEqualTo(10 * SECOND);
        assertThat(breaker.lastResortNanos(bed.now) - bed.now).isEqualTo(5 * SECOND);
    }

    @Test
    void waitsForASwitchThatIsLate() {
        // Given
        Breaker late = new Breaker("b", BREAKER, new ManualSwitch(() -> bed.now, 6 * SECOND), bed.told::add);
        for (int i = 0; i < 5; i++) {
            late.acquire(bed.now).failed(Fault.RESET, bed.now);
        }

        // When
        bed.pass(5 * SECOND);

        // Then
        assertThat(late.acquire(bed.now)).isNull();
        assertThat(late.nextProbeNanos(bed.now)).isGreaterThan(bed.now);
        bed.pass(SECOND);
        assertThat(late.acquire(bed.now)).isNotNull();
    }

    private State state() {
        return breaker.status(bed.now).state();
    }
}
