package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AffinityTest {
    private static final Target A = Market.target("a/m");
    private static final Target B = Market.target("b/m");

    @Test
    void remembersWhoServedLast() {
        // Given
        Affinity affinity = new Affinity(16);

        // When
        affinity.keep(5, A, 0);
        affinity.keep(6, A, 0);
        affinity.keep(5, B, 1);

        // Then
        assertThat(affinity.find(5, 2)).isEqualTo(B);
        assertThat(affinity.find(6, 2)).isEqualTo(A);
        assertThat(affinity.find(7, 2)).isNull();
    }

    @Test
    void forgetsWhatIsNotUsed() {
        // Given
        Affinity affinity = new Affinity(16);
        affinity.keep(5, A, 0);
        affinity.keep(6, A, 0);

        // When
        affinity.find(5, Affinity.KEPT_NANOS);
        affinity.peek(6, Affinity.KEPT_NANOS);

        // Then
        assertThat(affinity.find(5, Affinity.KEPT_NANOS + 1)).isEqualTo(A);
        assertThat(affinity.find(6, Affinity.KEPT_NANOS + 1)).isNull();
    }

    @Test
    void makesRoomAtTheOneUnusedLongest() {
        // Given
        Affinity affinity = new Affinity(Affinity.WAYS);
        for (long key = 1; key <= Affinity.WAYS; key++) {
            affinity.keep(key, A, key);
        }

        // When
        affinity.find(1, 10);
        affinity.keep(99, B, 11);

        // Then
        assertThat(affinity.find(99, 12)).isEqualTo(B);
        assertThat(affinity.find(2, 12)).isNull();
        assertThat(affinity.find(1, 12)).isEqualTo(A);
    }

    @Test
    void spreadsKeysAndNeverMakesNought() {
        // Given
        Set<Long> keys = new HashSet<>();

        // When
        for (long prefix = 1; prefix <= 100; prefix++) {
            for (long salt = 0; salt < 100; salt++) {
                keys.add(Affinity.mixed(prefix, salt));
            }
        }

        // Then
        assertThat(keys).hasSize(10_000).doesNotContain(0L);
    }
}
