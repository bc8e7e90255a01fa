package io.penstock.resilience;

import static io.penstock.resilience.Bed.SECOND;
import static io.penstock.resilience.Bed.candidates;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Pursuit.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which key is used, and what is left when keys or models are benched. */
class PursuitKeysTest {
    private static final Verdict LIMITED = new Verdict.RateLimited(5_000);

    private final Bed bed = new Bed(Map.of("a", 3));

    @Test
    void keysTakeTurnsFromCallToCall() {
        // When
        List<Integer> keys = IntStream.range(0, 6)
                .mapToObj(i -> bed.ask(bed.call(candidates("a/m")), "a").key())
                .toList();

        // Then
        assertThat(keys).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void theTurnsOfABenchedKeyAreSharedByTheOthers() {
        // Given
        bed.cells.charge(candidates("a/m")[0].target(), 0, new Verdict.BadKey(), bed.now);

        // When
        List<Integer> keys = IntStream.range(0, 4)
                .mapToObj(i -> bed.ask(bed.call(candidates("a/m")), "a").key())
                .toList();

        // Then
        assertThat(keys).containsExactly(1, 2, 1, 2);
    }

    @Test
    void triesTheOtherKeysBeforeTheNextProviderWhenOneIsLimited() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        Set<Integer> keys = new HashSet<>();

        // When
        for (int i = 0; i < 3; i++) {
            Move.Ask ask = bed.ask(pursuit, "a");
            keys.add(ask.key());
            pursuit.failed(ask, LIMITED, bed.now);
        }

        // Then
        assertThat(keys).containsExactlyInAnyOrder(0, 1, 2);
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
    }

    @Test
    void waitsForTheEndOfARateLimitIfThereIsNothingElseAndALittleLonger() {
        // Given
        Pursuit pursuit = bed.call(candidates("b/m"));
        bed.fail(pursuit, "b", LIMITED);

        // When
        Move move = pursuit.next(bed.now);

        // Then
        assertThat(move).isInstanceOfSatisfying(Move.Wait.class, wait -> {
            assertThat(wait.nanos()).isBetween(5 * SECOND, 6 * SECOND);
            bed.pass(wait.nanos());
        });
        bed.ask(pursuit, "b");
    }

    @Test
    void givesUpIfARateLimitEndsAfterTheDeadline() {
        // Given
        Pursuit pursuit = bed.call(candidates("b/m"));

        // When
        bed.fail(pursuit, "b", new Verdict.RateLimited(300_000));

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(new Move.GiveUp(Reason.UNAVAILABLE, 300_000));
    }

    @Test
    void neverUsesAKeyAgainThatHasNoMoneyOrIsBad() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "a/n"));
        Set<Integer> keys = new HashSet<>();

        // When
        for (Verdict verdict : List.of(new Verdict.BadKey(), new Verdict.QuotaGone(), new Verdict.BadKey())) {
            Move.Ask ask = bed.ask(pursuit, "a");
            keys.add(ask.key());
            pursuit.failed(ask, verdict, bed.now);
        }

        // Then
        assertThat(keys).hasSize(3);
    }

    @Test
    void theOnlyKeyOfTheOnlyProviderBeingBadIsTheAnswer() {
        // Given
        Pursuit pursuit = bed.call(candidates("b/m"));

        // When
        bed.fail(pursuit, "b", new Verdict.BadKey());

        // Then
        assertThat(pursuit.next(bed.now)).isEqualTo(new Move.GiveUp(Reason.FINAL, -1));
    }

    @Test
    void aKeyThatIsNotPermittedIsStillGoodForAnotherModel() {
        // Given
        Pursuit pursuit = bed.call(candidates("b/m", "b/n"));

        // When
        bed.fail(pursuit, "b", new Verdict.NotPermitted());

        // Then
        assertThat(bed.ask(pursuit, "b").candidate().target().model()).isEqualTo("n");
    }

    @Test
    void oneCallAMinuteTriesWhatIsBenchedIfNothingElseIsLeft() {
        // Given
        bed.fail(bed.call(candidates("b/m")), "b", new Verdict.QuotaGone());
        Move early = bed.call(candidates("b/m")).next(bed.now);
        bed.pass(60 * SECOND);

        // When
        Pursuit trial = bed.call(candidates("b/m"));
        Move.Ask ask = bed.ask(trial, "b");
        Move meanwhile = bed.call(candidates("b/m")).next(bed.now);
        trial.succeeded(ask, bed.now);

        // Then
        assertThat(early).isEqualTo(new Move.GiveUp(Reason.UNAVAILABLE, 60_000));
        assertThat(meanwhile).isEqualTo(new Move.GiveUp(Reason.UNAVAILABLE, 60_000));
        bed.ask(bed.call(candidates("b/m")), "b");
    }

    @Test
    void nothingBenchedIsTriedWhileAnotherIsAvailable() {
        // Given
        bed.fail(bed.call(candidates("b/m")), "b", new Verdict.QuotaGone());

        // When
        bed.pass(90 * SECOND);

        // Then
        bed.ask(bed.call(candidates("b/m", "c/m")), "c");
    }

    @Test
    void aCallUnderWaySaysNothingOfKeysThatCameMeanwhile() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));
        Move.Ask ask = bed.ask(pursuit, "a");

        // When
        replaceKeys("a");
        pursuit.failed(ask, new Verdict.BadKey(), bed.now);

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
    }

    @Test
    void aCallThatAsksOnWithTheKeysOfBeforeSaysNothingOfThoseThatCameMeanwhile() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));
        bed.fail(pursuit, "a", new Verdict.BadKey());
        replaceKeys("a");

        // When
        bed.fail(pursuit, "a", new Verdict.ProviderFault(Fault.SERVER_ERROR));
        bed.pass(10 * SECOND);
        bed.fail(pursuit, "a", new Verdict.BadKey());

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
        assertThat(bed.cells.breaker("a").status(bed.now).outcomes()).isZero();
    }

    @Test
    void aCallThatAsksOnWithTheKeysOfBeforeLeavesTheProbeToOthers() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));
        replaceKeys("a");
        bed.open("a");
        bed.pass(Bed.BREAKER.openNanos());

        // When
        Move.Ask ask = bed.ask(pursuit, "a");
        Permit probe = bed.cells.breaker("a").acquire(bed.now);
        pursuit.succeeded(ask, bed.now);

        // Then
        assertThat(probe).isNotNull();
        assertThat(bed.cells.breaker("a").isClosed()).isFalse();
    }

    @Test
    void aSuccessWithAKeyOfBeforeMendsNoneThatCameMeanwhile() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m"));
        Move.Ask ask = bed.ask(pursuit, "a");
        replaceKeys("a");
        bed.cells.charge(candidates("a/m")[0].target(), ask.key(), new Verdict.BadKey(), bed.now);

        // When
        pursuit.succeeded(ask, bed.now);

        // Then
        assertThat(bed.cells.benched("a", bed.now)).isOne();
    }

    @Test
    void aStreamThatWasOvertakenSaysNothingOfAProviderThatHasMovedMeanwhile() {
        // Given
        List<Pursuit> calls = Stream.generate(() -> bed.call(candidates("a/m", "b/m")))
                .limit(3)
                .toList();
        List<Move.Ask> slow = calls.stream().map(call -> bed.ask(call, "a")).toList();
        calls.forEach(call -> call.succeeded(call.beside(bed.now), bed.now));
        replaceKeys("a");

        // When
        for (int i = 0; i < 3; i++) {
            calls.get(i).overtaken(slow.get(i), true, bed.now);
        }

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
    }

    @Test
    void aCallUnderWayStillSaysWhatItFindsOutOfOthersAndAlwaysOfThoseItBeginsWith() {
        // Given
        Pursuit before = bed.call(candidates("b/m"));
        Move.Ask ofBefore = bed.ask(before, "b");
        replaceKeys("a");

        // When
        before.failed(ofBefore, new Verdict.BadKey(), bed.now);
        bed.fail(bed.call(candidates("a/m")), "a", new Verdict.BadKey());

        // Then
        assertThat(bed.cells.benched("b", bed.now)).isOne();
        assertThat(bed.cells.benched("a", bed.now)).isOne();
    }

    private void replaceKeys(String provider) {
        bed.cells.follow(Map.of("a", 3), Set.of(provider));
    }
}
