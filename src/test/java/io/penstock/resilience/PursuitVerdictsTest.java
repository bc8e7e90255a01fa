package io.penstock.resilience;

import static io.penstock.resilience.Bed.RULE;
import static io.penstock.resilience.Bed.candidate;
import static io.penstock.resilience.Bed.candidates;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Pursuit.Reason;
import io.penstock.routing.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each verdict leaves to a call. */
class PursuitVerdictsTest {
    private static final Move FINAL = new Move.GiveUp(Reason.FINAL, -1);

    private final Bed bed = new Bed();

    @Test
    void returnsTheCallersFaultAsItIs() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));

        // When
        bed.fail(pursuit, "a", new Verdict.CallersFault());

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(FINAL);
        assertThat(pursuit.beside(bed.now)).isNull();
    }

    @Test
    void aFilterHasTheLastWordUnlessTheRuleSaysOtherwise() {
        // Given
        Rule rerouting = new Rule(3, 120_000, 600_000, 0, 0, true, true);
        Pursuit plain = bed.call(candidates("a/m", "b/m"));
        Pursuit rerouted = bed.call(rerouting, true, candidates("a/m", "b/m"));

        // When
        bed.fail(plain, "a", new Verdict.Filtered());
        bed.fail(rerouted, "a", new Verdict.Filtered());

        // Then
        assertThat(plain.next(bed.now)).isEqualTo(FINAL);
        bed.fail(rerouted, "b", new Verdict.Filtered());
        assertThat(rerouted.next(bed.now)).isEqualTo(FINAL);
    }

    @Test
    void goesToOtherTargetsWhenAModelIsGoneOrIncompatibleOrDiverged() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "a/n", "b/m"));

        // When
        bed.fail(pursuit, "a", new Verdict.ModelGone());
        bed.fail(pursuit, "a", new Verdict.Incompatible());
        bed.fail(pursuit, "b", new Verdict.Diverged());

        // Then
        Pursuit patient = bed.call(new Rule(9, 120_000, 0, 0, 0, true, false), true, candidates("a/x"));
        bed.fail(patient, "a", new Verdict.Incompatible());
        assertThat(patient.next(bed.now)).isEqualTo(FINAL);
    }

    @Test
    void sendsWhatIsTooLongOnlyToLargerKnownWindows() {
        // Given
        Pursuit pursuit = bed.call(
                candidate("a/m", 100),
                candidate("b/m", 100),
                candidate("c/m"),
                candidate("d/m", 200),
                candidate("e/m", 150));

        // When
        bed.fail(pursuit, "a", new Verdict.TooLong());
        bed.fail(pursuit, "d", new Verdict.TooLong());

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(FINAL);
    }

    @Test
    void sendsWhatIsTooLongForAnUnknownWindowOnlyToAnotherModelOfAKnownOne() {
        // Given
        Pursuit pursuit = bed.call(candidate("a/m"), candidate("b/m", 500), candidate("c/n"), candidate("d/n", 100));

        // When
        bed.fail(pursuit, "a", new Verdict.TooLong());

        // Then
        bed.fail(pursuit, "d", new Verdict.TooLong());
        assertThat(pursuit.next(bed.now)).isEqualTo(FINAL);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void repeatsWhatMayNotBeRepeatedOnlyIfTheProviderHasNotRunIt(Fault fault) {
        // Given
        Pursuit pursuit = bed.call(RULE, false, candidates("a/m", "b/m"));

        // When
        bed.fail(pursuit, "a", new Verdict.ProviderFault(fault));

        // Then
        switch (fault) {
            case UNREACHABLE, BUSY, OVERLOADED -> bed.ask(pursuit, "b");
            case RESET, TIMEOUT, SERVER_ERROR, CUT, STALLED, GARBLED, REPORTED ->
                assertThat(pursuit.next(bed.now)).isEqualTo(FINAL);
        }
    }

    @Test
    void aFullPoolOfOurOwnIsNoFaultOfTheProvider() {
        // When
        for (int i = 0; i < 20; i++) {
            bed.fail(bed.call(candidates("a/m", "b/m")), "a", new Verdict.ProviderFault(Fault.BUSY));
        }

        // Then
        assertThat(bed.cells.breaker("a").status(bed.now).outcomes()).isZero();
    }
}
