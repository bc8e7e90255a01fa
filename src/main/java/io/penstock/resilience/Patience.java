package io.penstock.resilience;

/**
 * How long an open breaker stays open: {@link BreakerRules#openNanos}, doubling with each failed probe. A breaker that
 * opens again within one window after it closed keeps the doubled time: it is the same trouble as before. Not
 * thread-safe.
 */
final class Patience {
    private final BreakerRules rules;
    private long openForNanos;
    private long openedAtNanos;
    private long closedAtNanos;
    private boolean everClosed;

    Patience(BreakerRules rules) {
        this.rules = rules;
        openForNanos = rules.openNanos();
    }

    void opened(long nowNanos) {
        openedAtNanos = nowNanos;
        if (!everClosed || nowNanos - closedAtNanos >= rules.windowNanos()) {
            openForNanos = rules.openNanos();
        }
    }

    /**
     * The probe has failed.
     *
     * @param due whether its time had come; one sent as a last resort does not make the next time longer
     */
    void reopened(boolean due, long nowNanos) {
        openedAtNanos = nowNanos;
        if (due) {
            openForNanos = Backoff.doubled(openForNanos, rules.openNanosMax());
        }
    }

    void closed(long nowNanos) {
        everClosed = true;
        closedAtNanos = nowNanos;
    }

    /** Whether it closed so lately that the answer which closed it may still prove nothing. */
    boolean isTried(long nowNanos) {
        return everClosed && nowNanos - closedAtNanos < rules.windowNanos();
    }

    /** When the time is over. */
    long dueNanos() {
        return openedAtNanos + openForNanos;
    }

    /** When one that has nobody else to ask may probe. */
    long lastResortNanos() {
        return openedAtNanos + rules.openNanos();
    }
}
