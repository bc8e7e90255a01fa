package io.penstock.resilience;

import static io.penstock.resilience.Bed.BREAKER;
import static io.penstock.resilience.Bed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Breaker.State;
import org.junit.jupiter.api.Test;

/** When a breaker opens, for how long, and what counts. */
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
    void opensForAnswersThatBeginAndBreakOffAsForOnesThatNeverBegin() {
        // Given
        succeed();

        // When
        for (int calls = 0; calls < BREAKER.streak(); calls++) {
            Permit permit = breaker.acquire(bed.now);
            permit.succeeded(bed.now);
            permit.failed(Fault.CUT, bed.now);
        }

        // Then
        assertThat(breaker.status(bed.now).reason()).startsWith("5 failed in a row, the last one: cut");
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(breaker.status(bed.now).outcomes()).isEqualTo(BREAKER.streak() + 1);
    }

    @Test
    void opensAgainForLongerWhenTheAnswerOfItsProbeBreaksOff() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        Permit probe = breaker.acquire(bed.now);
        probe.succeeded(bed.now);
        assertThat(state()).isEqualTo(State.CLOSED);

        // When
        probe.failed(Fault.CUT, bed.now);

        // Then
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(breaker.nextProbeNanos(bed.now) - bed.now).isEqualTo(10 * SECOND);
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
    void countsAnAnswerThatBeganAndBrokeOffAsOneFailure() {
        // When
        Permit permit = breaker.acquire(bed.now);
        permit.succeeded(bed.now);
        permit.failed(Fault.CUT, bed.now);

        // Then
        Breaker.Status status = breaker.status(bed.now);
        assertThat(status.outcomes()).isEqualTo(1);
        assertThat(status.failures()).isEqualTo(1);
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
