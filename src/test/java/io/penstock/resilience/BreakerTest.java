package io.penstock.resilience;

import static io.penstock.resilience.Bed.BREAKER;
import static io.penstock.resilience.Bed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Breaker.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final Bed bed = new Bed();
    private final Breaker breaker = bed.cells.breaker("a");

    @Test
    void opensAfterFiveFailuresInARow() {
        // When
        for (int i = 0; i < 4; i++) {
            fail();
        }
        State after4 = state();
        fail();

        // Then
        assertThat(after4).isEqualTo(State.CLOSED);
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(breaker.acquire(bed.now)).isNull();
        assertThat(bed.told)
                .containsExactly(new Transition(
                        "a",
                        State.CLOSED,
                        State.OPEN,
                        "5 failed in a row, the last one: timeout",
                        bed.now,
                        bed.now + 5 * SECOND));
    }

    @Test
    void opensWhenHalfOfTenFailAlthoughNeverFiveInARow() {
        // When
        for (int i = 0; i < 4; i++) {
            succeed();
            fail();
        }
        succeed();
        State after9 = state();
        fail();

        // Then
        assertThat(after9).isEqualTo(State.CLOSED);
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(breaker.status(bed.now).reason()).isEqualTo("5 of 10 failed, the last one: timeout");
    }

    @Test
    void forgetsOutcomesThatHaveLeftTheWindow() {
        // Given
        for (int i = 0; i < 4; i++) {
            succeed();
            fail();
        }
        succeed();

        // When
        bed.pass(BREAKER.windowNanos());
        fail();

        // Then
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(breaker.status(bed.now).outcomes()).isEqualTo(1);
    }

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
    void isAsPatientAsBeforeWhenItFailsAgainSoonAfterClosing() {
        // Given
        openForTenSecondsAndClose();

        // When
        bed.open("a");

        // Then
        assertThat(breaker.nextProbeNanos(bed.now) - bed.now).isEqualTo(10 * SECOND);
    }

    @Test
    void beginsAnewWhenItFailsAgainAWindowAfterClosing() {
        // Given
        openForTenSecondsAndClose();
        bed.pass(BREAKER.windowNanos());

        // When
        bed.open("a");

        // Then
        assertThat(breaker.nextProbeNanos(bed.now) - bed.now).isEqualTo(5 * SECOND);
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
    void latePermitsFromBeforeItOpenedChangeNothing() {
        // Given
        Permit lateSuccess = breaker.acquire(bed.now);
        Permit lateFailure = breaker.acquire(bed.now);
        bed.open("a");

        // When
        lateSuccess.succeeded(bed.now);
        lateFailure.failed(Fault.CUT, bed.now);
        bed.pass(5 * SECOND);

        // Then
        assertThat(breaker.nextProbeNanos(bed.now)).isEqualTo(bed.now);
        assertThat(bed.told).hasSize(1);
    }

    @Test
    void latePermitsFromBeforeItOpenedDoNotCountAfterItClosed() {
        // Given
        Permit late = breaker.acquire(bed.now);
        bed.open("a");
        bed.pass(5 * SECOND);
        breaker.acquire(bed.now).succeeded(bed.now);

        // When
        late.failed(Fault.CUT, bed.now);

        // Then
        assertThat(breaker.status(bed.now).outcomes()).isZero();
    }

    @Test
    void countsAnAnswerThatBeganAndBrokeOffAsASuccessAndAFailure() {
        // When
        Permit permit = breaker.acquire(bed.now);
        permit.succeeded(bed.now);
        permit.failed(Fault.CUT, bed.now);

        // Then
        Breaker.Status status = breaker.status(bed.now);
        assertThat(status.outcomes()).isEqualTo(2);
        assertThat(status.failures()).isEqualTo(1);
    }

    @Test
    void countsTheBreakingOffOfTheVeryProbeThatClosedIt() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        Permit probe = breaker.acquire(bed.now);

        // When
        probe.succeeded(bed.now);
        probe.failed(Fault.CUT, bed.now);

        // Then
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(breaker.status(bed.now).failures()).isEqualTo(1);
    }

    @Test
    void takesOnlyTheFirstOfTwoExits() {
        // When
        Permit permit = breaker.acquire(bed.now);
        permit.failed(Fault.RESET, bed.now);
        permit.failed(Fault.RESET, bed.now);
        permit.succeeded(bed.now);
        permit.ignored(bed.now);

        // Then
        assertThat(breaker.status(bed.now).outcomes()).isEqualTo(1);
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

    private void openForTenSecondsAndClose() {
        bed.open("a");
        bed.pass(5 * SECOND);
        breaker.acquire(bed.now).failed(Fault.TIMEOUT, bed.now);
        bed.pass(10 * SECOND);
        breaker.acquire(bed.now).succeeded(bed.now);
    }

    private void fail() {
        breaker.acquire(bed.now).failed(Fault.TIMEOUT, bed.now);
    }

    private void succeed() {
        breaker.acquire(bed.now).succeeded(bed.now);
    }

    private State state() {
        return breaker.status(bed.now).state();
    }
}
