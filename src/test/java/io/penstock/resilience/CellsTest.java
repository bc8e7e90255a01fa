package io.penstock.resilience;

import static io.penstock.resilience.Bed.MILLI;
import static io.penstock.resilience.Bed.SECOND;
import static io.penstock.resilience.Bed.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Cells.BenchStatus;
import io.penstock.routing.Target;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final Target TARGET = candidate("a/m").target();
    private static final Target SIBLING = candidate("a/n").target();

    private final Bed bed = new Bed(Map.of("a", 2, "keyless", 0));

    @Test
    void benchesAKeyWithoutMoneyForAllModelsAndNoOtherKey() {
        // When
        charge(TARGET, 0, new Verdict.QuotaGone());

        // Then
        assertThat(bed.cells.available(SIBLING, 0, bed.now)).isFalse();
        assertThat(bed.cells.available(TARGET, 1, bed.now)).isTrue();
        assertThat(bed.cells.benches(bed.now))
                .containsExactly(new BenchStatus("a", 0, null, "quota_gone", bed.now + 1_800 * SECOND));
    }

    @Test
    void canAskATargetAsLongAsOneOfItsKeysCanBeUsedAndTheBreakerAdmits() {
        // Given
        charge(TARGET, 0, new Verdict.QuotaGone());
        boolean withOneKey = bed.cells.available(TARGET, bed.now);

        // When
        charge(TARGET, 1, new Verdict.NotPermitted());
        boolean withNone = bed.cells.available(TARGET, bed.now);
        boolean sibling = bed.cells.available(SIBLING, bed.now);
        for (int i = 0; i < Bed.BREAKER.streak(); i++) {
            bed.cells.breaker("a").acquire(bed.now).failed(Fault.TIMEOUT, bed.now);
        }

        // Then
        assertThat(withOneKey).isTrue();
        assertThat(withNone).isFalse();
        assertThat(sibling).isTrue();
        assertThat(bed.cells.available(SIBLING, bed.now)).isFalse();
        assertThat(bed.cells.available(candidate("keyless/m").target(), bed.now))
                .isTrue();
    }

    @Test
    void benchesAPairOfKeyAndModelThatIsNotPermitted() {
        // When
        charge(TARGET, 0, new Verdict.NotPermitted());

        // Then
        assertThat(bed.cells.available(TARGET, 0, bed.now)).isFalse();
        assertThat(bed.cells.available(SIBLING, 0, bed.now)).isTrue();
        assertThat(bed.cells.availableAtNanos(TARGET, 0, bed.now)).isEqualTo(bed.now + 60 * SECOND);
    }

    @Test
    void benchesAModelThatIsGoneForAllKeys() {
        // When
        charge(TARGET, 0, new Verdict.ModelGone());

        // Then
        assertThat(bed.cells.available(TARGET, 1, bed.now)).isFalse();
        assertThat(bed.cells.available(SIBLING, 1, bed.now)).isTrue();
        assertThat(bed.cells.benches(bed.now))
                .containsExactly(new BenchStatus("a", -1, "m", "model_gone", bed.now + 60 * SECOND));
    }

    @Test
    void benchesAsLongAsTheProviderAsksButNotLongerThanAKey() {
        // When
        charge(TARGET, 0, new Verdict.RateLimited(20_000));
        charge(TARGET, 1, new Verdict.RateLimited(Long.MAX_VALUE));

        // Then
        assertThat(bed.cells.availableAtNanos(TARGET, 0, bed.now)).isEqualTo(bed.now + 20 * SECOND);
        assertThat(bed.cells.availableAtNanos(TARGET, 1, bed.now)).isEqualTo(bed.now + 1_800 * SECOND);
    }

    @Test
    void benchesTwiceAsLongWithEachRateLimitThatSaysNothing() {
        // When, Then
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            charge(TARGET, 0, new Verdict.RateLimited(-1));
            long rest = restNanos(TARGET, 0);
            assertThat(rest).isBetween(seconds * SECOND, seconds * SECOND * 5 / 4);
            bed.pass(rest);
        }
    }

    @Test
    void refusalsThatWereUnderWayTogetherCountAsOne() {
        // Given
        charge(TARGET, 0, new Verdict.RateLimited(-1));
        long rest = restNanos(TARGET, 0);

        // When
        charge(TARGET, 0, new Verdict.RateLimited(-1));

        // Then
        assertThat(restNanos(TARGET, 0)).isEqualTo(rest);
        bed.pass(rest);
        charge(TARGET, 0, new Verdict.RateLimited(-1));
        assertThat(restNanos(TARGET, 0)).isBetween(2 * SECOND, 2_500 * MILLI);
    }

    @Test
    void aSuccessEndsTheDoublingButNotTheRateLimitItself() {
        // Given
        charge(TARGET, 0, new Verdict.RateLimited(-1));
        bed.pass(restNanos(TARGET, 0));
        charge(TARGET, 0, new Verdict.RateLimited(-1));
        long rest = restNanos(TARGET, 0);

        // When
        bed.cells.succeeded(TARGET, 0);

        // Then
        assertThat(restNanos(TARGET, 0)).isEqualTo(rest);
        bed.pass(rest);
        charge(TARGET, 0, new Verdict.RateLimited(-1));
        assertThat(restNanos(TARGET, 0)).isLessThan(2 * SECOND);
    }

    @Test
    void aSuccessShowsThatTheAccountIsMended() {
        // Given
        charge(TARGET, 0, new Verdict.BadKey());
        charge(TARGET, 0, new Verdict.ModelGone());
        charge(TARGET, 0, new Verdict.NotPermitted());

        // When
        bed.cells.succeeded(TARGET, 0);

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
    }

    @Test
    void faultsOfProvidersAndOfCallersBenchNobody() {
        // When
        charge(TARGET, 0, new Verdict.ProviderFault(Fault.TIMEOUT, 5_000));
        charge(TARGET, 0, new Verdict.CallersFault());
        charge(TARGET, 0, new Verdict.TooLong());
        charge(TARGET, 0, new Verdict.Incompatible());
        charge(TARGET, 0, new Verdict.Filtered());
        charge(TARGET, 0, new Verdict.Diverged());

        // Then
        assertThat(bed.cells.benches(bed.now)).isEmpty();
        assertThat(bed.cells.available(TARGET, 0, bed.now)).isTrue();
    }

    @Test
    void nobodyIsAvailableBehindAnOpenBreaker() {
        // When
        bed.open("a");

        // Then
        assertThat(bed.cells.available(TARGET, 0, bed.now)).isFalse();
        assertThat(bed.cells.availableAtNanos(TARGET, 0, bed.now)).isEqualTo(bed.now + 5 * SECOND);
    }

    @Test
    void letsOneTrialThroughPerMinuteForAllTogether() {
        // Given
        charge(TARGET, 0, new Verdict.BadKey());
        boolean atOnce = bed.cells.takeTrial(TARGET, 0, bed.now);

        // When
        bed.pass(60 * SECOND);
        boolean first = bed.cells.takeTrial(TARGET, 0, bed.now);
        boolean second = bed.cells.takeTrial(TARGET, 0, bed.now);
        bed.pass(60 * SECOND);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(bed.cells.takeTrial(TARGET, 0, bed.now)).isTrue();
    }

    @Test
    void neverTriesARateLimit() {
        // Given
        charge(TARGET, 0, new Verdict.RateLimited(600_000));

        // When
        bed.pass(120 * SECOND);

        // Then
        assertThat(bed.cells.takeTrial(TARGET, 0, bed.now)).isFalse();
    }

    @Test
    void dropsFirstWhatIsOverAndThenWhatEndsFirst() {
        // Given
        Bed small =
                new Bed(Map.of("a", 9), new BenchRules(SECOND, SECOND, 99 * SECOND, SECOND, SECOND, 2), new Random(1));
        small.cells.charge(TARGET, 0, new Verdict.RateLimited(1_000), small.now);
        small.cells.charge(TARGET, 1, new Verdict.RateLimited(9_000), small.now);
        small.pass(SECOND);

        // When
        small.cells.charge(TARGET, 2, new Verdict.RateLimited(5_000), small.now);
        int[] afterTheThird = keysBenched(small);
        small.cells.charge(TARGET, 3, new Verdict.RateLimited(1_000), small.now);

        // Then
        assertThat(afterTheThird).containsExactly(1, 2);
        assertThat(keysBenched(small)).containsExactly(1, 3);
    }

    @Test
    void aProviderWithoutKeysAndOneNeverNamedCountAsOneKey() {
        assertThat(bed.cells.keys("a")).isEqualTo(2);
        assertThat(bed.cells.keys("keyless")).isEqualTo(1);
        assertThat(bed.cells.keys("new in the catalog")).isEqualTo(1);
    }

    private static int[] keysBenched(Bed bed) {
        return bed.cells.benches(bed.now).stream().mapToInt(BenchStatus::key).toArray();
    }

    private void charge(Target target, int key, Verdict verdict) {
        bed.cells.charge(target, key, verdict, bed.now);
    }

    private long restNanos(Target target, int key) {
        return bed.cells.availableAtNanos(target, key, bed.now) - bed.now;
    }

    @Test
    void knowsTheKeysOfAProviderThatCameBack() {
        // Given
        bed.cells.follow(Map.of(), Set.of("a"));
        assertThat(bed.cells.keys("a")).isEqualTo(1);
        assertThat(bed.cells.breaker("a").isClosed()).isTrue();

        // When
        bed.cells.follow(Map.of("a", 3), Set.of("a"));

        // Then
        assertThat(bed.cells.keys("a")).isEqualTo(3);
    }
}
