package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void isTheLevenshteinDistanceUpToTheLimit() {
        Seeded.check(5_000, random -> {
            // Given
            String a = word(random);
            String b = word(random);
            int limit = random.nextInt(8);

            // When
            int distance = Spelling.distance(a, b, limit);

            // Then
            assertThat(distance).as("%s %s", a, b).isEqualTo(Math.min(slow(a, b), limit + 1));
        });
    }

    @Test
    void takesNoNoticeOfCase() {
        assertThat(Spelling.distance("GPT-4o", "gpt-4O", 3)).isZero();
    }

    private static int slow(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        int substituted = slow(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
        return Math.min(substituted, 1 + Math.min(slow(a.substring(1), b), slow(a, b.substring(1))));
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append(Seeded.<Character>oneOf(random, 'a', 'b', 'c'));
        }
        return word.toString();
    }
}
