package io.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final Caller LASTING = new Caller(UUID.randomUUID(), "lasting", Role.USER, Caller.NEVER);
    private static final Caller ENDING = new Caller(UUID.randomUUID(), "ending", Role.ADMIN, 1_000);

    private final KeyRing ring =
            new KeyRing(Map.of(KeyHash.of("pk-lasting"), LASTING, KeyHash.of("pk-ending"), ENDING));

    @Test
    void findsTheCallerWhoseKeyIsPresented() {
        assertThat(ring.find("pk-lasting", Long.MAX_VALUE - 1)).isEqualTo(LASTING);
    }

    @Test
    void findsNobodyForAKeyThatIsUnknownEmptyOrTooLong() {
        assertThat(ring.find("pk-other", 0)).isNull();
        assertThat(ring.find("", 0)).isNull();
        assertThat(ring.find("k".repeat(KeyRing.KEY_CHARS_MAX + 1), 0)).isNull();
    }

    @Test
    void losesAKeyInTheMillisecondOfItsExpiry() {
        assertThat(ring.find("pk-ending", 999)).isEqualTo(ENDING);
        assertThat(ring.find("pk-ending", 1_000)).isNull();
    }
}
