package io.penstock.call;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Version 7 UUIDs (RFC 9562, section 5.7): sorted by time, unique, not secret. Owned by one event loop.
 */
public final class CallIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SplittableRandom random;

    public CallIds(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** @param nowMillis wall clock, milliseconds since 1970 */
    public UUID next(long nowMillis) {
        long high = (nowMillis << 16) | VERSION_7 | (random.nextLong() & 0xFFFL);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
