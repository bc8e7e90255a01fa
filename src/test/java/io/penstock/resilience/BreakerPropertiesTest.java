package io.penstock.resilience;

import static io.penstock.resilience.Bed.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.resilience.Breaker.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What holds for any breaker whatever happens to it. */
class BreakerPropertiesTest {
    private static final int HISTORIES = 300;
    private static final int STEPS = 400;

    /** A breaker to which things happen at random, and what is known of its permits. */
    private static final class History {
        final Random random;
        final BreakerRules rules;
        final Breaker breaker;
        final List<Permit> permits = new ArrayList<>();
        Permit probe;
        long probeSince;
        long now;
        int failuresSinceClosed;
        int openings;

        History(Random random) {
            this.random = random;
            now = random.nextLong(-1_000, 1_000) * SECOND;
            long open = 1 + random.nextLong(10 * SECOND);
            rules = new BreakerRules(
                    1 + random.nextLong(60 * SECOND),
                    1 + random.nextInt(20),
                    1 + random.nextInt(100),
                    1 + random.nextInt(10),
                    open,
                    open * (1 + random.nextInt(60)));
            breaker = new Breaker("a", rules, new ManualSwitch(() -> now, open), this::heard);
        }

        private void heard(Transition change) {
            if (change.to() == State.CLOSED) {
                failuresSinceClosed = 0;
            }
            if (change.from() == State.CLOSED) {
                openings++;
                int share = (rules.outcomesMin() * rules.failurePercent() + 99) / 100;
                assertThat(failuresSinceClosed).isGreaterThanOrEqualTo(Math.min(rules.streak(), share));
            }
            assertThat(change.from()).isNotEqualTo(change.to());
        }

        void step() {
            now += random.nextInt(4) == 0 ? random.nextLong(rules.openNanos()) : random.nextLong(SECOND / 10);
            if (probe != null && now - probeSince > rules.openNanosMax() / 2) {
                now = probeSince + rules.openNanosMax() / 2;
                exit(probe);
            } else if (random.nextInt(3) > 0 || permits.isEmpty()) {
                acquire();
            } else {
                exit(permits.get(random.nextInt(permits.size())));
            }
        }

        private void acquire() {
            boolean closed = breaker.status(now).state() == State.CLOSED;
            boolean admits = breaker.admits(now);
            long next = breaker.nextProbeNanos(now);
            boolean lastResort = random.nextInt(10) == 0;
            Permit permit = lastResort ? breaker.acquireLastResort(now) : breaker.acquire(now);
            assertThat(next == now).isEqualTo(admits);
            assertThat(permit != null || lastResort).as("admitted").isEqualTo(admits || lastResort);
            if (permit == null) {
                return;
            }
            permits.add(permit);
            if (!closed) {
                assertThat(probe).as("a probe besides this one").isNull();
                probe = permit;
                probeSince = now;
            }
        }

        private void exit(Permit permit) {
            permits.remove(permit);
            probe = permit == probe ? null : probe;
            switch (random.nextInt(4)) {
                case 0 -> permit.ignored(now);
                case 1 -> permit.succeeded(now);
                default -> {
                    failuresSinceClosed++;
                    permit.failed(Seeded.oneOf(random, Fault.values()), now);
                }
            }
        }
    }

    @Test
    void neverOpensWithoutEnoughFailuresAndNeverSendsTwoProbesAtATime() {
        int[] openings = {0};

        Seeded.check(HISTORIES, random -> {
            History history = new History(random);
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            openings[0] += history.openings;
        });

        assertThat(openings[0]).as("openings seen at all").isGreaterThan(HISTORIES);
    }

    @Test
    void closesWithinTheLongestOpenTimeOnceTheProviderIsWell() {
        Seeded.check(HISTORIES, random -> {
            // Given
            History history = new History(random);
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            if (history.probe != null) {
                history.probe.failed(Fault.TIMEOUT, history.now);
            }

            // When
            long recovered = history.now;
            while (history.breaker.status(history.now).state() != State.CLOSED) {
                Permit permit = history.breaker.acquire(history.now);
                if (permit != null) {
                    permit.succeeded(history.now);
                } else {
                    history.now = history.breaker.nextProbeNanos(history.now);
                }
            }

            // Then
            assertThat(history.now - recovered).isLessThanOrEqualTo(history.rules.openNanosMax());
        });
    }

    @Test
    void countsExactlyWhatAnExactWindowWouldUpToOneBucket() {
        Seeded.check(HISTORIES, random -> {
            // Given
            long span = 10 + random.nextLong(10_000);
            Window window = new Window(span);
            long bucket = Math.max(1, span / 10);
            List<Long> failures = new ArrayList<>();
            long now = random.nextLong(-100_000, 100_000);

            // When, Then
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(20) == 0 ? random.nextLong(2 * span) : random.nextLong(bucket);
                window.add(true, now);
                failures.add(now);
                long instant = now;
                long surely = failures.stream()
                        .filter(at -> instant - at < 9 * bucket)
                        .count();
                long atMost = failures.stream()
                        .filter(at -> instant - at < 10 * bucket)
                        .count();
                assertThat((long) window.failures(now)).isBetween(surely, atMost);
                assertThat(window.outcomes(now)).isEqualTo(window.failures(now));
            }
        });
    }

    @Test
    void ofManyThreadsOneGetsTheProbe() throws Exception {
        for (int round = 0; round < 200; round++) {
            // Given
            Bed bed = new Bed();
            bed.open("a");
            bed.pass(5 * SECOND);
            Breaker breaker = bed.cells.breaker("a");
            AtomicInteger probes = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);

            // When
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    awaitQuietly(start);
                    probes.addAndGet(breaker.acquire(bed.now) == null ? 0 : 1);
                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            // Then
            assertThat(probes).hasValue(1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
