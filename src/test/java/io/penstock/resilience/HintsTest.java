package io.penstock.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.resilience.Objection.Against;
import io.penstock.routing.Feature;
import io.penstock.routing.Hint;
import io.penstock.routing.Target;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final Target TARGET = new Target("up", "some/model", "m");
    private static final UUID CALL = new UUID(1, 2);
    private static final int TOOLS = Feature.TOOLS.bit();
    private static final int SEED = Feature.SEED.bit();
    private static final int CHAT = Feature.CHAT.bit();

    private final Hints hints = new Hints();
    private long now = 1_000;

    private static Objection against(int uses) {
        return new Objection(Against.FEATURE, uses);
    }

    private void refused(int uses, Objection objection) {
        hints.refused(TARGET, uses, objection, CALL, now);
    }

    private boolean bars(int uses) {
        return hints.hints().getOrDefault("up/some/model", List.of()).stream().anyMatch(hint -> hint.bars(uses, now));
    }

    @Test
    void aFeatureThatIsNamedIsAvoidedAtOnceAndNothingElseIs() {
        // When
        refused(TOOLS | SEED | CHAT, against(SEED));
        // Then
        assertThat(bars(SEED)).isTrue();
        assertThat(bars(SEED | TOOLS)).isTrue();
        assertThat(bars(TOOLS | CHAT)).isFalse();
        assertThat(bars(0)).isFalse();
        assertThat(hints.hints()).containsOnlyKeys("up/some/model");
    }

    @Test
    void aRequestRejectedWithoutAWordIsAvoidedAfterFiveTimesWithoutASuccess() {
        // When
        for (int i = 1; i < Hints.ERRORS_MIN; i++) {
            refused(TOOLS | CHAT, Objection.TO_REQUEST);
        }
        // Then
        assertThat(bars(TOOLS | CHAT)).isFalse();
        // When
        hints.succeeded(TARGET, TOOLS | SEED | CHAT, now);
        for (int i = 1; i < Hints.ERRORS_MIN; i++) {
            refused(TOOLS | CHAT, Objection.TO_REQUEST);
        }
        // Then
        assertThat(bars(TOOLS | CHAT)).isFalse();
        // When
        refused(TOOLS | CHAT, Objection.TO_REQUEST);
        // Then
        assertThat(bars(TOOLS | CHAT)).isTrue();
        assertThat(bars(TOOLS | CHAT | SEED)).isTrue();
        assertThat(bars(CHAT)).isFalse();
    }

    @Test
    void anEndpointIsAvoidedForThoseWhoCallItAlone() {
        // When
        for (int i = 0; i < Hints.ERRORS_MIN; i++) {
            refused(TOOLS | CHAT, Objection.TO_ENDPOINT);
        }
        // Then
        assertThat(bars(TOOLS | CHAT | SEED)).isTrue();
        assertThat(bars(CHAT)).isFalse();
        assertThat(bars(Feature.RESPONSES.bit() | TOOLS)).isFalse();
    }

    @Test
    void whatWasTakenLatelyIsNotHeldAgainstATargetByAWord() {
        // Given
        hints.succeeded(TARGET, SEED | CHAT, now);
        // When
        for (int i = 0; i < 20; i++) {
            refused(SEED | CHAT, against(SEED));
            refused(SEED | CHAT, new Objection(Against.FEATURE_HERE, SEED));
        }
        // Then
        assertThat(bars(SEED | CHAT)).isFalse();
        // When
        now += TimeUnit.MINUTES.toNanos(121);
        refused(SEED | CHAT, against(SEED));
        // Then
        assertThat(bars(SEED | CHAT)).isTrue();
    }

    @Test
    void aValueMustBeRejectedFiveTimes() {
        // When
        for (int i = 1; i < Hints.ERRORS_MIN; i++) {
            refused(SEED, new Objection(Against.FEATURE_HERE, SEED));
        }
        // Then
        assertThat(bars(SEED)).isFalse();
        // When
        refused(SEED, new Objection(Against.FEATURE_HERE, SEED));
        // Then
        assertThat(bars(SEED)).isTrue();
    }

    @Test
    void anObjectionToSomethingThatTheRequestDoesNotUseTeachesNothing() {
        // When
        refused(TOOLS, against(SEED));
        // Then
        assertThat(hints.evidence(now)).isEmpty();
    }

    @Test
    void aSuccessEndsAHint() {
        // Given
        refused(SEED, against(SEED));
        // When
        hints.succeeded(TARGET, TOOLS, now);
        // Then
        assertThat(bars(SEED)).isTrue();
        // When
        hints.succeeded(TARGET, SEED | TOOLS, now);
        // Then
        assertThat(bars(SEED)).isFalse();
        assertThat(hints.hints()).isEmpty();
    }

    @Test
    void itIsTriedAgainLaterAndLaterWhereItDoesNotGetBetter() {
        long rest = Hints.REST_NANOS_MIN;
        for (int i = 0; i < 12; i++) {
            // When
            refused(SEED, against(SEED));
            // Then
            now += rest - 1;
            assertThat(bars(SEED)).isTrue();
            refused(SEED, against(SEED));
            now += 1;
            assertThat(bars(SEED)).isFalse();
            rest = Math.min(2 * rest, Hints.REST_NANOS_MAX);
        }
        assertThat(rest).isEqualTo(Hints.REST_NANOS_MAX);
    }

    @Test
    void whoRejectsBothNamesOfABoundIsAvoided() {
        // Given
        refused(Feature.MAX_TOKENS.bit() | CHAT, against(Feature.MAX_TOKENS.bit()));
        // When
        refused(Feature.MAX_COMPLETION_TOKENS.bit() | CHAT, against(Feature.MAX_COMPLETION_TOKENS.bit()));
        // Then
        assertThat(bars(Feature.MAX_TOKENS.bit() | CHAT)).isTrue();
        assertThat(bars(Feature.MAX_COMPLETION_TOKENS.bit())).isTrue();
        assertThat(bars(CHAT)).isFalse();
        assertThat(hints.rejects(TARGET, Feature.MAX_TOKENS.bit(), now)).isFalse();
    }

    @Test
    void aPlainRequestThatIsRejectedWithoutAWordTeachesNothing() {
        // When
        for (int i = 0; i < 20; i++) {
            refused(CHAT, Objection.TO_REQUEST);
        }
        // Then
        assertThat(hints.evidence(now)).isEmpty();
    }

    @Test
    void theNameOfABoundIsNoReasonToGoElsewhere() {
        // Given
        int uses = Feature.MAX_TOKENS.bit() | CHAT;
        // When
        refused(uses, against(Feature.MAX_TOKENS.bit()));
        // Then
        assertThat(bars(uses)).isFalse();
        assertThat(hints.rejects(TARGET, Feature.MAX_TOKENS.bit(), now)).isTrue();
        assertThat(hints.rejects(TARGET, Feature.MAX_COMPLETION_TOKENS.bit(), now))
                .isFalse();
        assertThat(hints.rejects(new Target("up", "other", ""), Feature.MAX_TOKENS.bit(), now))
                .isFalse();
    }

    @Test
    void evidenceTellsTheLastCallAndCanBeForgotten() {
        // Given
        UUID last = new UUID(7, 7);
        refused(SEED | TOOLS, new Objection(Against.FEATURE_HERE, SEED | TOOLS));
        hints.refused(TARGET, SEED | TOOLS, new Objection(Against.FEATURE_HERE, SEED | TOOLS), last, now);
        // Then
        assertThat(hints.evidence(now))
                .containsExactly(
                        new Hints.Evidence("up", "some/model", Set.of(Feature.TOOLS, Feature.SEED), 2, false, 0, last));
        // When
        boolean forgotten = hints.forget("up", "some/model");
        // Then
        assertThat(forgotten).isTrue();
        assertThat(hints.evidence(now)).isEmpty();
        assertThat(hints.forget("up", "some/model")).isFalse();
        assertThat(hints.forget("down", "some/model")).isFalse();
    }

    @Test
    void aProviderThatIsAnotherBeginsAnew() {
        // Given
        refused(SEED, against(SEED));
        // When
        hints.forget(Set.of("other"));
        // Then
        assertThat(bars(SEED)).isTrue();
        // When
        hints.forget(Set.of("up"));
        // Then
        assertThat(bars(SEED)).isFalse();
    }

    @Test
    void whatIsRememberedIsBounded() {
        // When
        for (int i = 0; i < Hints.TARGETS_MAX + 10; i++) {
            hints.refused(new Target("up", "m" + i, ""), SEED, against(SEED), CALL, now);
        }
        for (int i = 1; i < 200; i++) {
            hints.refused(new Target("up", "m0", ""), i << 4, Objection.TO_REQUEST, CALL, now);
        }
        // Then
        assertThat(hints.hints()).hasSize(Hints.TARGETS_MAX);
        List<Hints.Evidence> held = hints.evidence(now).stream()
                .filter(one -> one.model().equals("m0"))
                .toList();
        assertThat(held).hasSize(Hints.HINTS_PER_TARGET_MAX);
        assertThat(held.stream().filter(Hints.Evidence::inForce))
                .extracting(Hints.Evidence::uses)
                .containsExactly(Set.of(Feature.SEED));
    }

    @Test
    void aTargetOfWhichNothingIsHeldMakesRoomForOneThatRejectsSomething() {
        // Given
        for (int i = 0; i < Hints.TARGETS_MAX; i++) {
            hints.succeeded(new Target("up", "m" + i, ""), CHAT, now);
        }
        // When
        refused(SEED, against(SEED));
        hints.succeeded(new Target("up", "one more", ""), CHAT, now);
        // Then
        assertThat(bars(SEED)).isTrue();
    }

    @Test
    void whateverHappensNothingIsAvoidedThatSucceededLast() {
        Seeded.check(200, random -> {
            Hints learned = new Hints();
            long time = 0;
            for (int i = 0; i < 300; i++) {
                int uses = random.nextInt(64);
                time += random.nextLong(TimeUnit.MINUTES.toNanos(20));
                if (random.nextBoolean()) {
                    learned.succeeded(TARGET, uses, time);
                    long at = time;
                    for (Hint hint : learned.hints().getOrDefault("up/some/model", List.of())) {
                        assertThat(hint.bars(uses, at)).isFalse();
                    }
                } else {
                    Against against = Seeded.oneOf(random, Against.values());
                    learned.refused(TARGET, uses, new Objection(against, random.nextInt(64)), CALL, time);
                }
            }
            long end = time;
            assertThat(learned.evidence(end)).allMatch(one -> !one.uses().isEmpty() && one.errors() > 0);
            assertThat(learned.hints().values().stream().flatMap(List::stream).filter(hint -> hint.bars(-1, end)))
                    .hasSize((int) learned.evidence(end).stream()
                            .filter(Hints.Evidence::inForce)
                            .count());
        });
    }
}
