package io.penstock.simulator;

/**
 * When things are sent: the head, then the first token so much later, then token after token. Before the first token a
 * stream may say that it is alive, every {@code pingMillis}; 0 means it does not.
 */
record Pace(long headMillis, long firstTokenMillis, long tokenMillis, long pingMillis) {

    private static final long PING_MILLIS = 200;

    static final Pace NONE = every(0);
    static final Pace FAST = every(5);
    static final Pace SLOW = every(150);

    static Pace every(long tokenMillis) {
        return new Pace(0, 0, tokenMillis, 0);
    }

    static Pace lateHead(long millis) {
        return new Pace(millis, 0, FAST.tokenMillis, 0);
    }

    static Pace lateFirstToken(long millis) {
        return new Pace(0, millis, FAST.tokenMillis, 0);
    }

    static Pace pinging(long millis) {
        return new Pace(0, millis, FAST.tokenMillis, PING_MILLIS);
    }

    /** How long an answer that is not streamed takes. */
    long wholeMillis(int tokens) {
        return headMillis + firstTokenMillis + tokenMillis * tokens;
    }
}
