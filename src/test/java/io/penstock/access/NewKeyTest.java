package io.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class NewKeyTest {
    @Test
    void holds256RandomBitsAndItsOwnHash() {
        // Given
        SecureRandom random = new SecureRandom();

        // When
        NewKey key = NewKey.random(random);

        // Then
        assertThat(key.clear())
                .matches("pk-[A-Za-z0-9_-]{43}")
                .isNotEqualTo(NewKey.random(random).clear());
        assertThat(key.hash()).isEqualTo(KeyHash.of(key.clear()));
    }

    @Test
    void doesNotPrintItsClearText() {
        // Given
        NewKey key = NewKey.random(new SecureRandom());

        // When
        String printed = key.toString();

        // Then
        assertThat(printed).doesNotContain(key.clear().substring(NewKey.PREFIX.length()));
    }
}
