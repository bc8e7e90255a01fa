package io.penstock.config;

import io.penstock.resilience.BreakerRules;
import java.util.concurrent.TimeUnit;

/**
 * When a provider that fails is no longer asked, and for how long.
 *
 * @param windowSeconds how far back outcomes count
 * @param outcomesMin with fewer outcomes in the window the share of failures says nothing
 * @param failurePercent share of failures in the window at which it is left alone
 * @param streak failures in a row at which it is left alone whatever the share
 * @param openSeconds until one call may probe it for the first time
 * @param openSecondsMax the bound of that time, which doubles with each failed probe
 */
public record BreakerSettings(
        int windowSeconds, int outcomesMin, int failurePercent, int streak, int openSeconds, int openSecondsMax) {
    public BreakerSettings {
        Check.range("window_seconds", windowSeconds, 1, 3_600);
        Check.range("outcomes_min", outcomesMin, 1, 10_000);
        Check.range("failure_percent", failurePercent, 1, 100);
        Check.range("streak", streak, 1, 10_000);
        Check.range("open_seconds", openSeconds, 1, 3_600);
        Check.range("open_seconds_max", openSecondsMax, 1, 86_400);
        Check.atMost("open_seconds", openSeconds, "open_seconds_max", openSecondsMax);
    }

    /** The same, as the kernel takes it. */
    public BreakerRules rules() {
        return new BreakerRules(
                TimeUnit.SECONDS.toNanos(windowSeconds),
                outcomesMin,
                failurePercent,
                streak,
                TimeUnit.SECONDS.toNanos(openSeconds),
                TimeUnit.SECONDS.toNanos(openSecondsMax));
    }
}
