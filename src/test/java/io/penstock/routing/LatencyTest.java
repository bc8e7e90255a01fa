package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long SECOND = Market.SECOND;
    private static final Target A = Market.target("a/m");

    @Test
    void knowsTheTimeToTheFirstTokenAndTheSpeedOfLate() {
        // Given
        Paces paces = new Paces();
        for (int i = 0; i < 20; i++) {
            paces.began(A, 0);
            paces.streamed(A, SECOND, 100, 3 * SECOND, 0);
        }

        // When
        Pace before = paces.pace(A, 0);
        paces.began(A, 60 * SECOND);
        paces.streamed(A, 12 * SECOND, 100, 13 * SECOND, 60 * SECOND);
        Pace after = paces.pace(A, 60 * SECOND);

        // Then
        assertThat(before).isEqualTo(new Pace(1, 50, 0));
        assertThat(after.firstTokenSeconds()).isCloseTo(2, within(0.01));
        assertThat(after.tokensPerSecond()).isCloseTo(52.38, within(0.01));
    }

    @Test
    void forgetsWhatWasSeenLongAgo() {
        // Given
        Paces paces = new Paces();
        paces.began(A, 0);
        paces.streamed(A, SECOND, 100, 3 * SECOND, 0);

        // Then
        assertThat(paces.pace(A, PaceCell.FORGOTTEN_NANOS).firstTokenSeconds()).isEqualTo(1);
        assertThat(paces.pace(A, PaceCell.FORGOTTEN_NANOS + 1)).isEqualTo(new Pace(Double.NaN, Double.NaN, 0));
    }

    @Test
    void takesASilenceForATimeOnlyWhereItIsLonger() {
        // Given
        Paces paces = new Paces();

        // When
        IntStream.range(0, 4).forEach(i -> paces.began(A, 0));
        paces.silent(A, SECOND / 10, 0);
        Pace refused = paces.pace(A, 0);
        paces.silent(A, 10 * SECOND, 0);
        Pace silent = paces.pace(A, 0);
        paces.silent(A, SECOND, 0);
        paces.answered(A, 40, 2 * SECOND, 0);

        // Then
        assertThat(refused).isEqualTo(new Pace(Double.NaN, Double.NaN, 3));
        assertThat(silent).isEqualTo(new Pace(10, Double.NaN, 2));
        assertThat(paces.pace(A, 0)).isEqualTo(new Pace(10, 20, 0));
    }

    @Test
    void countsWhatRunsFromManyThreads() throws InterruptedException {
        // Given
        Paces paces = new Paces();
        int threads = 4;
        CountDownLatch done = new CountDownLatch(threads);

        // When
        for (int thread = 0; thread < threads; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 5_000; i++) {
                    paces.began(A, i);
                    paces.streamed(A, SECOND, 100, 2 * SECOND, i);
                    paces.began(A, i);
                }
                done.countDown();
            });
        }
        done.await();

        // Then
        assertThat(paces.pace(A, 0).running()).isEqualTo(threads * 5_000);
        assertThat(paces.pace(A, 0).firstTokenSeconds()).isEqualTo(1);
        assertThat(paces.pace(A, 0).tokensPerSecond()).isCloseTo(100, within(1e-6));
    }

    @Test
    void remembersABoundedNumberOfTargetsAndForgetsTheIdle() {
        // Given
        Paces paces = new Paces();
        for (int i = 0; i < Paces.TARGETS_MAX; i++) {
            paces.began(new Target("p", "m" + i, ""), 0);
            paces.streamed(new Target("p", "m" + i, ""), SECOND, 100, 2 * SECOND, 0);
        }

        // When
        paces.began(A, SECOND);
        Pace full = paces.pace(A, SECOND);
        long later = PaceCell.FORGOTTEN_NANOS + 20 * SECOND;
        paces.began(A, later);

        // Then
        assertThat(full.running()).isZero();
        assertThat(paces.pace(A, later).running()).isOne();
        assertThat(paces.era()).isOne();
    }

    @Test
    void prefersTheFasterOneForWhatItIsAskedFor() {
        // Given
        Market market = new Market().priced("talky/m", 1).priced("steady/m", 1);
        market.rule("m", null, Objective.LATENCY, null);
        for (int i = 0; i < 5; i++) {
            market.paces.began(Market.target("talky/m"), market.now);
            market.paces.streamed(Market.target("talky/m"), SECOND / 10, 100, 5 * SECOND, market.now);
            market.paces.began(Market.target("steady/m"), market.now);
            market.paces.streamed(Market.target("steady/m"), 2 * SECOND, 400, 4 * SECOND, market.now);
        }

        // Then
        assertThat(market.order(Market.needing("m", new Needs(0, 10, 20)))).startsWith("talky/m");
        assertThat(market.order(Market.needing("m", new Needs(0, 10, 2_000)))).startsWith("steady/m");
    }

    @Test
    void triesWhatItDoesNotKnowNowAndThenWhereItMayBeTheBest() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 1).priced("c/m", 1);
        market.rule("m", null, Objective.LATENCY, null);
        market.pace("a/m", 0.5).pace("b/m", 5);
        int tried = 0;

        // When
        for (int i = 0; i < 10 * Placing.EXPLORE_EVERY; i++) {
            tried += market.order("m").getFirst().equals("c/m") ? 1 : 0;
        }
        market.paces.began(Market.target("c/m"), market.now);
        int whileBusy = 0;
        for (int i = 0; i < 10 * Placing.EXPLORE_EVERY; i++) {
            whileBusy += market.order("m").getFirst().equals("c/m") ? 1 : 0;
        }

        // Then
        assertThat(tried).isEqualTo(10);
        assertThat(whileBusy).isZero();
    }

    @Test
    void goesToWhatItDoesNotKnowWhereAllItKnowsIsSlow() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 1);
        market.rule("m", null, Objective.LATENCY, null);

        // When
        market.pace("a/m", 20);

        // Then
        assertThat(market.order("m")).containsExactly("b/m", "a/m");
    }

    @Test
    void triesNothingThatCouldNotBeTheBest() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 1).priced("dear/m", 50);
        market.pace("a/m", 0.5).pace("b/m", 5);

        // Then
        for (int i = 0; i < 5 * Placing.EXPLORE_EVERY; i++) {
            assertThat(market.order("m:eco")).startsWith("a/m");
        }
    }
}
