package io.penstock.resilience;

import static io.penstock.resilience.Bed.MILLI;
import static io.penstock.resilience.Bed.SECOND;
import static io.penstock.resilience.Bed.candidate;
import static io.penstock.resilience.Bed.candidates;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Pursuit.Reason;
import org.junit.jupiter.api.Test;

/** Which target is asked next, and when none is. Verdicts, keys and hedges have tests of their own. */
class PursuitTest {
    private static final Verdict RESET = new Verdict.ProviderFault(Fault.RESET);

    private final Bed bed = new Bed();

    @Test
    void asksTheFirstOfThePlan() {
        // When
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));

        // Then
        assertThat(pursuit.deadlineNanos()).isEqualTo(bed.now + 120 * SECOND);
        bed.ask(pursuit, "a");
        assertThat(pursuit.attempts()).isEqualTo(1);
    }

    @Test
    void tellsBeforehandThatItWouldGiveUpAndTakesNothing() {
        // Given
        bed.open("a");
        Pursuit pursuit = bed.call(candidates("a/m"));

        // Then
        Move.GiveUp told = pursuit.hopeless(bed.now);
        assertThat(told.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(pursuit.next(bed.now)).isEqualTo(told);
        assertThat(bed.call(candidates("a/m", "b/m")).hopeless(bed.now)).isNull();
        bed.pass(Bed.BREAKER.openNanos());
        assertThat(pursuit.hopeless(bed.now)).isNull();
        bed.ask(pursuit, "a");
    }

    @Test
    void asksAnotherProviderAfterAFaultEvenBeforeAnotherModelOfTheSame() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "a/n", "b/m"));

        // When
        bed.fail(pursuit, "a", RESET);

        // Then
        bed.ask(pursuit, "b");
    }

    @Test
    void doesNotReturnToTheProviderThatHasJustFailedWhileAnotherIsLeft() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        bed.fail(pursuit, "a", RESET);
        bed.fail(pursuit, "b", RESET);

        // When
        bed.pass(SECOND);

        // Then
        bed.ask(pursuit, "a");
    }

    @Test
    void asksTheSameTargetAgainAfterAShortWaitIfThereIsNoOther() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));
        bed.fail(pursuit, "a", RESET);

        // When
        Move move = pursuit.next(bed.now);

        // Then
        assertThat(move).isInstanceOfSatisfying(Move.Wait.class, wait -> {
            assertThat(wait.nanos()).isBetween(1L, 250 * MILLI);
            bed.pass(wait.nanos());
        });
        bed.ask(pursuit, "a");
    }

    @Test
    void waitsAsLongAsTheProviderAskedIfThatIsLonger() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));

        // When
        bed.fail(pursuit, "a", new Verdict.ProviderFault(Fault.OVERLOADED, 7_000));

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(new Move.Wait(7 * SECOND));
    }

    @Test
    void givesUpAtOnceIfThatWaitDoesNotFitInTheDeadline() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));

        // When
        bed.fail(pursuit, "a", new Verdict.ProviderFault(Fault.OVERLOADED, 200_000));

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(new Move.GiveUp(Reason.DEADLINE, 200_000));
    }

    @Test
    void givesUpWhenTheAttemptsAreSpent() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m", "c/m", "d/m"));
        bed.fail(pursuit, "a", RESET);
        bed.fail(pursuit, "b", RESET);
        bed.fail(pursuit, "c", RESET);

        // When, Then
        assertThat(pursuit.next(bed.now)).isEqualTo(new Move.GiveUp(Reason.ATTEMPTS, -1));
    }

    @Test
    void givesUpAtItsDeadlineUnlessThatIsRenewed() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        bed.fail(pursuit, "a", RESET);

        // When
        bed.pass(120 * SECOND);
        Move late = pursuit.next(bed.now);
        pursuit.renewDeadline(bed.now);

        // Then
        assertThat(late).isEqualTo(new Move.GiveUp(Reason.DEADLINE, -1));
        assertThat(pursuit.deadlineNanos()).isEqualTo(bed.now + 120 * SECOND);
        bed.ask(pursuit, "b");
    }

    @Test
    void skipsAProviderBehindAnOpenBreaker() {
        // Given
        bed.open("a");

        // When, Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
    }

    @Test
    void saysWhenToComeBackIfAllAreBehindOpenBreakers() {
        // Given
        bed.open("a");
        bed.pass(SECOND);
        bed.open("b");

        // When
        Move move = bed.call(candidates("a/m", "b/m")).next(bed.now);

        // Then
        assertThat(move).isEqualTo(new Move.GiveUp(Reason.UNAVAILABLE, 4_000));
    }

    @Test
    void makesExactlyOneCallTheProbeAndAnotherOneWhenItIsAbandoned() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        Pursuit first = bed.call(candidates("a/m", "b/m"));
        Move.Ask probe = bed.ask(first, "a");

        // When
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
        first.abandoned(probe, bed.now);

        // Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "a");
    }

    @Test
    void aCallThatHasFailedOnceLeavesTheProbeToOthers() {
        // Given
        bed.open("b");
        bed.pass(5 * SECOND);
        Pursuit pursuit = bed.call(candidates("a/m", "b/m", "c/m"));

        // When
        bed.fail(pursuit, "a", RESET);

        // Then
        bed.ask(pursuit, "c");
    }

    @Test
    void probesEarlyWhenNobodyElseIsLeft() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);
        bed.fail(bed.call(candidates("a/m")), "a", RESET);
        bed.pass(5 * SECOND);

        // When
        Pursuit withAnother = bed.call(candidates("a/m", "b/m"));
        Pursuit without = bed.call(candidates("a/m"));

        // Then
        bed.ask(withAnother, "b");
        bed.ask(without, "a");
        assertThat(bed.call(candidates("a/m")).next(bed.now)).isEqualTo(new Move.GiveUp(Reason.UNAVAILABLE, 1_000));
    }

    @Test
    void probesEarlyWhomeverItMayIfTheFirstHasJustFailed() {
        // Given
        bed.open("b");
        bed.pass(5 * SECOND);
        bed.fail(bed.call(candidates("b/m")), "b", RESET);
        bed.pass(5 * SECOND);
        bed.open("a");

        // When, Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
    }

    @Test
    void prefersThePreferredAmongEqualsAndNeverAProviderThatHasFailed() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m", "c/m"));
        Move.Ask broken = bed.ask(pursuit, "a");
        pursuit.succeeded(broken, bed.now);
        pursuit.failed(broken, new Verdict.ProviderFault(Fault.CUT), bed.now);

        // When
        Move move = pursuit.next(
                bed.now, candidate -> !candidate.target().provider().equals("b"));

        // Then
        assertThat(move)
                .isInstanceOfSatisfying(
                        Move.Ask.class, ask -> assertThat(Bed.provider(ask)).isEqualTo("c"));
    }

    @Test
    void aFailureAfterTheEndOfARequestIsNotHeard() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        Move.Ask ask = bed.ask(pursuit, "a");
        pursuit.abandoned(ask, bed.now);

        // When
        pursuit.failed(ask, new Verdict.BadKey(), bed.now);

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
    }
}
