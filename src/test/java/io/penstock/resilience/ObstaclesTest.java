package io.penstock.resilience;

import static io.penstock.resilience.Bed.SECOND;
import static io.penstock.resilience.Bed.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.routing.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why a target cannot be asked at this moment. */
class ObstaclesTest {
    private static final Target TARGET = candidate("a/m").target();
    private static final Target SIBLING = candidate("a/n").target();

    private final Bed bed = new Bed(Map.of("a", 2));

    @Test
    void nothingIsInTheWayOfAProviderThatHasNotFailed() {
        // When, Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).isEmpty();
    }

    @Test
    void aKeyThatIsOutIsNoObstacleWhileAnotherIsFree() {
        // When
        charge(0, new Verdict.BadKey());

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).isEmpty();
        assertThat(bed.cells.benched("a", bed.now)).isEqualTo(1);
    }

    @Test
    void namesWhatIsInTheWayOfAnyKeyWhereNoneIsFree() {
        // When
        charge(0, new Verdict.BadKey());
        charge(1, new Verdict.RateLimited(20_000));

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).containsExactly(Obstacle.RATE_LIMITED, Obstacle.KEY_REJECTED);
        assertThat(bed.cells.obstacles(SIBLING, bed.now)).isEmpty();
    }

    @Test
    void anObstacleEndsWithItsBench() {
        // Given
        charge(0, new Verdict.RateLimited(20_000));
        charge(1, new Verdict.QuotaGone());

        // When
        bed.pass(20 * SECOND);

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).isEmpty();
        assertThat(bed.cells.benched("a", bed.now)).isEqualTo(1);
        assertThat(bed.cells.benched("b", bed.now)).isZero();
    }

    @Test
    void aModelThatIsGoneIsInTheWayOfAllKeys() {
        // When
        charge(0, new Verdict.ModelGone());

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).containsExactly(Obstacle.MODEL_GONE);
    }

    @Test
    void anOpenBreakerIsInTheWayUntilItsProbeIsDue() {
        // When
        bed.open("a");

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).containsExactly(Obstacle.BREAKER_OPEN);
        bed.pass(5 * SECOND);
        assertThat(bed.cells.obstacles(TARGET, bed.now)).isEmpty();
    }

    @Test
    void aProbeThatIsOutIsInTheWayOfTheOthers() {
        // Given
        bed.open("a");
        bed.pass(5 * SECOND);

        // When
        bed.cells.breaker("a").acquire(bed.now);

        // Then
        assertThat(bed.cells.obstacles(TARGET, bed.now)).containsExactly(Obstacle.BREAKER_OPEN);
    }

    private void charge(int key, Verdict verdict) {
        bed.cells.charge(TARGET, key, verdict, bed.now);
    }
}
