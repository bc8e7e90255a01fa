package io.penstock.architecture.bad.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.function.LongSupplier;

/** A kernel class with six clocks of its own and one that it was given. */
final class ReadsClocks {
    final LongSupplier reference = System::nanoTime;

    List<Object> read(Clock given) {
        return List.of(
                System.currentTimeMillis(),
                Instant.now(),
                LocalDate.now(ZoneOffset.UTC),
                Clock.systemUTC(),
                new Date(),
                Instant.now(given),
                new Date(0));
    }
}
