package io.penstock.resilience;

import static io.penstock.resilience.Bed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.resilience.Pursuit.Move;
import io.penstock.routing.Candidate;
import io.penstock.routing.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for any call, whatever its providers do. */
class PursuitPropertiesTest {
    private static final int WORLDS = 200;
    private static final int CALLS = 60;
    private static final int MOVES_MAX = 100_000;

    /** One call played to its end, with hedges and rescues at random. */
    private static final class Play {
        private final Bed bed;
        private final Random random;
        private final Rule rule;
        private final Pursuit pursuit;
        private final List<Move.Ask> running = new ArrayList<>();
        private final Verdict[] verdicts;
        private int asked;

        Play(Bed bed, Random random, Verdict... verdicts) {
            this.bed = bed;
            this.random = random;
            this.verdicts = verdicts;
            rule = new Rule(1 + random.nextInt(5), 1 + random.nextInt(120_000), 1, 1, 0, true, random.nextBoolean());
            Candidate[] candidates = Stream.generate(() -> candidate(random))
                    .limit(1 + random.nextInt(5))
                    .toArray(Candidate[]::new);
            pursuit = bed.call(rule, random.nextInt(4) > 0, candidates);
        }

        private static Candidate candidate(Random random) {
            String name = Seeded.oneOf(random, "a", "b", "c") + "/" + Seeded.oneOf(random, "m", "n");
            return Bed.candidate(name, random.nextInt(3) * 1_000L);
        }

        /** Plays it; fails if it does not end. */
        void play() {
            for (int moves = 0; moves < MOVES_MAX; moves++) {
                Move move = pursuit.next(bed.now);
                switch (move) {
                    case Move.Ask ask -> asked(ask);
                    case Move.Wait wait -> {
                        assertThat(wait.nanos()).isPositive();
                        bed.pass(wait.nanos());
                    }
                    case Move.GiveUp _ -> {
                        running.forEach(ask -> pursuit.abandoned(ask, bed.now));
                        return;
                    }
                }
                if (running.isEmpty() && random.nextInt(8) == 0) {
                    return;
                }
            }
            throw new AssertionError("no end after " + MOVES_MAX + " moves");
        }

        private void asked(Move.Ask ask) {
            began(ask);
            bed.pass(random.nextLong(5 * SECOND));
            Move.Ask beside = random.nextInt(3) == 0 ? pursuit.beside(bed.now) : null;
            if (beside != null) {
                assertThat(beside.candidate().target())
                        .isNotEqualTo(ask.candidate().target());
                began(beside);
                bed.pass(random.nextLong(5 * SECOND));
            }
            while (running.size() > random.nextInt(2)) {
                end(running.remove(random.nextInt(running.size())));
            }
        }

        private void began(Move.Ask ask) {
            asked++;
            running.add(ask);
            assertThat(asked).isLessThanOrEqualTo(rule.attemptsMax()).isEqualTo(pursuit.attempts());
            assertThat(bed.now).isLessThan(pursuit.deadlineNanos());
            assertThat(ask.key()).isBetween(0, bed.cells.keys(Bed.provider(ask)) - 1);
        }

        private void end(Move.Ask ask) {
            if (random.nextInt(6) == 0) {
                pursuit.abandoned(ask, bed.now);
                return;
            }
            if (random.nextInt(6) == 0) {
                pursuit.succeeded(ask, bed.now);
                pursuit.renewDeadline(bed.now);
            }
            pursuit.failed(ask, Seeded.oneOf(random, verdicts), bed.now);
        }
    }

    @Test
    void everyCallEndsWithinItsAttemptsAndAsksNobodyAfterItsDeadline() {
        Seeded.check(WORLDS, random -> {
            Bed bed = new Bed(Map.of("a", 1 + random.nextInt(4), "b", 2), Bed.BENCH, random);
            for (int call = 0; call < CALLS; call++) {
                new Play(bed, random, anyVerdict(random)).play();
                bed.pass(random.nextLong(20 * SECOND));
            }
        });
    }

    @Test
    void faultsOfNobodyMoveNoBreakerAndNoBench() {
        Seeded.check(WORLDS, random -> {
            // Given
            Bed bed = new Bed(Map.of("a", 2), Bed.BENCH, random);

            // When
            for (int call = 0; call < CALLS; call++) {
                Play play = new Play(
                        bed,
                        random,
                        new Verdict.CallersFault(),
                        new Verdict.TooLong(),
                        new Verdict.Filtered(),
                        new Verdict.Incompatible(),
                        new Verdict.Diverged());
                play.play();
            }

            // Then
            assertThat(bed.told).isEmpty();
            assertThat(bed.cells.benches(bed.now)).isEmpty();
            for (String provider : List.of("a", "b", "c")) {
                assertThat(bed.cells.breaker(provider).status(bed.now).failures())
                        .isZero();
            }
        });
    }

    @Test
    void afterAnythingAtAllAProviderThatIsWellIsAskedAgain() {
        Seeded.check(WORLDS, random -> {
            // Given
            Bed bed = new Bed(Map.of("a", 2), Bed.BENCH, random);
            for (int call = 0; call < CALLS; call++) {
                new Play(bed, random, anyVerdict(random)).play();
            }

            // When
            long recovered = bed.now;
            boolean served = false;
            while (!served) {
                Pursuit pursuit = bed.call(Bed.candidates("a/m"));
                served = pursuit.next(bed.now) instanceof Move.Ask ask
                        && Bed.provider(ask).equals("a");
                bed.pass(SECOND);
            }

            // Then
            assertThat(bed.now - recovered).isLessThanOrEqualTo(Bed.BENCH.trialNanos() + 10 * SECOND);
        });
    }

    private static Verdict[] anyVerdict(Random random) {
        return new Verdict[] {
            new Verdict.ProviderFault(Seeded.oneOf(random, Fault.values())),
            new Verdict.ProviderFault(Fault.OVERLOADED, random.nextInt(10_000)),
            new Verdict.RateLimited(random.nextInt(3) * 1_000L - 1),
            new Verdict.QuotaGone(),
            new Verdict.BadKey(),
            new Verdict.NotPermitted(),
            new Verdict.ModelGone(),
            new Verdict.TooLong(),
            new Verdict.Incompatible(),
            new Verdict.Filtered(),
            new Verdict.CallersFault(),
            new Verdict.Diverged()
        };
    }
}
