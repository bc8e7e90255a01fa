package io.penstock.simulator;

/** When things are sent: the head, then the first token so much later, then token after token. */
record Pace(long headMillis, long firstTokenMillis, long tokenMillis) {

    static final Pace NONE = every(0);
    static final Pace FAST = every(5);
    static final Pace SLOW = every(150);

    static Pace every(long tokenMillis) {
        return new Pace(0, 0, tokenMillis);
    }

    static Pace lateHead(long millis) {
        return new Pace(millis, 0, FAST.tokenMillis);
    }

    static Pace lateFirstToken(long millis) {
        return new Pace(0, millis, FAST.tokenMillis);
    }

    /** How long an answer that is not streamed takes. */
    long wholeMillis(int tokens) {
        return headMillis + firstTokenMillis + tokenMillis * tokens;
    }
}
