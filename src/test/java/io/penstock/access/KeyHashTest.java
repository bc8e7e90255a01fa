package io.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 46, 127, 128, 129, 256, 1000})
    void isTheSha256OfAKeyOfAnyLength(int length) throws Exception {
        // Given
        String key = "k".repeat(length);

        // When
        byte[] hash = KeyHash.of(key).toBytes();

        // Then
        assertThat(hash).isEqualTo(sha256(key));
    }

    @Test
    void isTheSha256OfTheUtf8FormAndLeavesNothingBehindForTheNext() throws Exception {
        // Given
        String mixed = "k".repeat(200) + "\u00e9\ud83d\ude00";

        // When
        byte[] first = KeyHash.of(mixed).toBytes();
        byte[] second = KeyHash.of("plain").toBytes();

        // Then
        assertThat(first).isEqualTo(sha256(mixed));
        assertThat(second).isEqualTo(sha256("plain"));
    }

    @Test
    void isEqualToWhatWasStoredOfIt() {
        // Given
        KeyHash hash = KeyHash.of("pk-one");

        // When
        KeyHash stored = KeyHash.ofStored(hash.toBytes());

        // Then
        assertThat(stored).isEqualTo(hash).hasSameHashCodeAs(hash).isNotEqualTo(KeyHash.of("pk-two"));
    }

    @Test
    void refusesAStoredHashOfAnotherLength() {
        assertThatThrownBy(() -> KeyHash.ofStored(new byte[31])).hasMessageContaining("31");
    }

    private static byte[] sha256(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
