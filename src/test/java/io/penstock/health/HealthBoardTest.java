package io.penstock.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.health.HealthBoard.Finding;
import io.penstock.health.HealthBoard.Status;
import io.penstock.resilience.Breaker.State;
import io.penstock.resilience.Transition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls have met with, beside what the health worker was answered. */
class HealthBoardTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final HealthBoard board = new HealthBoard();

    @ParameterizedTest
    @CsvSource({
        "HEALTHY, OPEN, DOWN, breaker open: because",
        "DOWN, OPEN, DOWN, breaker open: because",
        "UNKNOWN, OPEN, DOWN, breaker open: because",
        "HEALTHY, HALF_OPEN, DEGRADED, breaker half-open: because",
        "DEGRADED, HALF_OPEN, DEGRADED, breaker half-open: because",
        "DOWN, HALF_OPEN, DOWN, probed",
        "HEALTHY, CLOSED, HEALTHY, probed",
        "DOWN, CLOSED, DOWN, probed"
    })
    void callsComeBeforeTheProbeUnlessThatKnowsWorse(Status probed, State breaker, Status shown, String detail) {
        // Given
        board.provider("a", new Finding(probed, "probed", 7, AT));
        // When
        board.changed(change("a", breaker, 1), AT);
        // Then
        Finding finding = board.providers(AT).get("a");
        assertThat(finding.status()).isEqualTo(shown);
        assertThat(finding.detail()).isEqualTo(detail);
        assertThat(finding.toJson().getLong("latency_ms")).isEqualTo(detail.equals("probed") ? 7L : null);
    }

    @Test
    void aGoodProbeChangesNothingWhileTheBreakerIsOpen() {
        // Given
        board.changed(change("a", State.OPEN, 1), AT);
        // When
        board.provider("a", new Finding(Status.HEALTHY, "probed", 7, AT));
        // Then
        assertThat(board.finding("a", AT).getString("status")).isEqualTo("down");
    }

    @Test
    void anOpenBreakerWhoseTimeIsOverIsWorthACall() {
        // Given
        board.provider("a", new Finding(Status.HEALTHY, "probed", 7, AT));
        // When
        board.changed(change("a", State.OPEN, 1), AT);
        // Then
        assertThat(board.overall(AT.plusSeconds(4))).isEqualTo(Status.DOWN);
        assertThat(board.overall(AT.plusSeconds(5))).isEqualTo(Status.DEGRADED);
        assertThat(board.providers(AT.plusSeconds(5)).get("a").detail())
                .isEqualTo("breaker open, the next call tries it: because");
    }

    @Test
    void aChangeThatComesLateIsNotTheLatest() {
        // Given
        board.provider("a", new Finding(Status.HEALTHY, "probed", 7, AT));
        board.changed(change("a", State.CLOSED, 2), AT);
        // When
        board.changed(change("a", State.OPEN, 1), AT);
        // Then
        assertThat(board.finding("a", AT).getString("status")).isEqualTo("healthy");
    }

    @Test
    void oneOpenBreakerDegradesAllOfThemPutDown() {
        // Given
        board.provider("a", new Finding(Status.HEALTHY, "probed", 7, AT));
        board.provider("b", new Finding(Status.HEALTHY, "probed", 7, AT));
        // When
        board.changed(change("a", State.OPEN, 1), AT);
        Status one = board.overall(AT);
        board.changed(change("b", State.OPEN, 1), AT);
        // Then
        assertThat(one).isEqualTo(Status.DEGRADED);
        assertThat(board.overall(AT)).isEqualTo(Status.DOWN);
    }

    @Test
    void ofAProviderThatIsNotLookedAtThereIsNoFinding() {
        // When, Then
        assertThat(board.finding("a", AT)).isNull();
    }

    private static Transition change(String provider, State to, long atNanos) {
        return new Transition(provider, State.CLOSED, to, "because", atNanos, atNanos + 5_000_000_000L);
    }
}
