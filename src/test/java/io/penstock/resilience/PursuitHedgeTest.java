package io.penstock.resilience;

import static io.penstock.resilience.Bed.RULE;
import static io.penstock.resilience.Bed.SECOND;
import static io.penstock.resilience.Bed.candidates;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Pursuit.Move;
import io.penstock.routing.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two requests of one call at a time. */
class PursuitHedgeTest {
    private final Bed bed = new Bed();

    @Test
    void asksAnotherProviderBesideTheSilentOne() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "a/n", "b/m"));
        bed.ask(pursuit, "a");

        // When
        Move.Ask beside = pursuit.beside(bed.now);

        // Then
        assertThat(Bed.provider(beside)).isEqualTo("b");
        assertThat(pursuit.attempts()).isEqualTo(2);
    }

    @Test
    void asksAnotherModelOfTheSameProviderIfThatIsAllThereIs() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "a/n"));
        bed.ask(pursuit, "a");

        // When
        Move.Ask beside = pursuit.beside(bed.now);

        // Then
        assertThat(beside.candidate().target().model()).isEqualTo("n");
        assertThat(pursuit.beside(bed.now)).isNull();
    }

    @Test
    void asksNobodyBesideARequestThatMayNotBeRepeated() {
        // Given
        Pursuit pursuit = bed.call(RULE, false, candidates("a/m", "b/m"));
        bed.ask(pursuit, "a");

        // When, Then
        assertThat(pursuit.beside(bed.now)).isNull();
    }

    @Test
    void asksNobodyBesideWhenTheAttemptsOrTheTimeAreSpent() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m", "c/m", "d/m"));
        Pursuit late = bed.call(candidates("a/m", "b/m"));
        bed.ask(late, "a");
        bed.ask(pursuit, "a");
        pursuit.beside(bed.now);
        pursuit.beside(bed.now);

        // When
        Move.Ask fourth = pursuit.beside(bed.now);
        bed.pass(120 * SECOND);

        // Then
        assertThat(fourth).isNull();
        assertThat(late.beside(bed.now)).isNull();
    }

    @Test
    void doesNotAskATargetThatIsStillRunning() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        bed.ask(pursuit, "a");
        Move.Ask beside = pursuit.beside(bed.now);

        // When
        pursuit.failed(beside, new Verdict.ProviderFault(Fault.RESET), bed.now);
        bed.pass(SECOND);

        // Then
        assertThat(Bed.provider(pursuit.beside(bed.now))).isEqualTo("b");
    }

    @Test
    void returnsLastToTheProviderThatFailedLastWhateverTheOrderOfThePlan() {
        // Given
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        Move.Ask first = bed.ask(pursuit, "a");
        Move.Ask beside = pursuit.beside(bed.now);

        // When
        pursuit.failed(beside, new Verdict.ProviderFault(Fault.RESET), bed.now);
        pursuit.failed(first, new Verdict.ProviderFault(Fault.RESET), bed.now);
        bed.pass(SECOND);

        // Then
        bed.ask(pursuit, "b");
    }

    @Test
    void chargesAStreamWithoutAHeadThatALaterRequestHasOvertaken() {
        // When
        race("b", false);

        // Then
        assertThat(bed.cells.breaker("a").status(bed.now).failures()).isEqualTo(1);
        assertThat(bed.cells.breaker("b").status(bed.now).failures()).isZero();
    }

    @Test
    void chargesNobodyIfTheHeadHadCome() {
        // When
        race("b", true);

        // Then
        assertThat(bed.cells.breaker("a").status(bed.now).outcomes()).isZero();
    }

    @Test
    void chargesNobodyIfTheEarlierRequestWins() {
        // When
        race("a", false);

        // Then
        assertThat(bed.cells.breaker("b").status(bed.now).outcomes()).isZero();
    }

    @Test
    void chargesNobodyForAWholeAnswerThatTakesItsTime() {
        // Given
        Plan plan = new Plan(List.of(candidates("a/m", "b/m")), RULE);
        Pursuit pursuit = new Pursuit(plan, bed.cells, bed.random, false, true, bed.now);
        Move.Ask first = bed.ask(pursuit, "a");
        Move.Ask second = pursuit.beside(bed.now);

        // When
        pursuit.succeeded(second, bed.now);
        pursuit.overtaken(first, false, bed.now);

        // Then
        assertThat(pursuit.deadlineNanos()).isEqualTo(bed.now + 600 * SECOND);
        assertThat(bed.cells.breaker("a").status(bed.now).outcomes()).isZero();
    }

    @Test
    void aModelThatIsOvertakenThreeTimesInARowStandsBehindOthers() {
        // When
        race("b", true);
        race("b", true);
        race("b", true);

        // Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
        bed.ask(bed.call(candidates("a/n", "b/m")), "a");
        bed.ask(bed.call(candidates("a/m")), "a");
        assertThat(bed.cells.benches(bed.now))
                .extracting(Cells.BenchStatus::reason)
                .containsExactly("overtaken");
    }

    @Test
    void anAnswerThatIsNotLateTakesItBack() {
        // When
        race("b", true);
        race("b", true);
        race("a", true);
        race("b", true);

        // Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "a");
    }

    @Test
    void oneCallTriesALateModelAMinuteLaterAndItsAnswerTakesItBack() {
        // Given
        race("b", true);
        race("b", true);
        race("b", true);
        bed.pass(60 * SECOND);

        // When
        Pursuit trial = bed.call(candidates("a/m", "b/m"));
        Move.Ask ask = bed.ask(trial, "a");
        bed.ask(bed.call(candidates("a/m", "b/m")), "b");
        trial.succeeded(ask, bed.now);

        // Then
        bed.ask(bed.call(candidates("a/m", "b/m")), "a");
    }

    private void race(String winner, boolean headSeen) {
        Pursuit pursuit = bed.call(candidates("a/m", "b/m"));
        Move.Ask first = bed.ask(pursuit, "a");
        bed.pass(10 * SECOND);
        Move.Ask second = pursuit.beside(bed.now);
        boolean firstWins = winner.equals("a");
        pursuit.succeeded(firstWins ? first : second, bed.now);
        pursuit.overtaken(firstWins ? second : first, headSeen, bed.now);
    }
}
