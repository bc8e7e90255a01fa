package io.penstock.routing;

import java.util.Arrays;

/** Scratch space for one decision at a time: one place for each who takes part. Owned by one {@link Router}. */
final class Board {
    /** Can be placed. */
    static final byte FREE = 0;
    /** Is in the plan. */
    static final byte PLACED = 1;
    /** Could be placed, but cannot be asked at this moment. */
    static final byte AWAY = 2;
    /** May not be asked. */
    static final byte OUT = 3;

    private static final int ROOM = 64;

    /** All exclusions of each, as bits. */
    int[] excluded = new int[ROOM];
    /** What the request costs there, in US dollars; no number where it is not known. */
    double[] prices = new double[ROOM];
    /** What the answer takes there; no number where it is not known. */
    double[] seconds = new double[ROOM];
    /** The same on the scale on which it is compared. */
    double[] times = new double[ROOM];

    double[] scores = new double[ROOM];
    byte[] states = new byte[ROOM];
    /** Who is in the plan, in its order. */
    int[] order = new int[ROOM];

    /** Who can be chosen, in the configured order. */
    int[] eligibles = new int[ROOM];

    int eligible;
    int placed;
    /** Who costs most of those who can be chosen; -1: no price is known. */
    int dearest;
    /** What a candidate of an unknown pace gains by being as fast as the fastest. */
    double hope;

    long nowNanos;
    /** Counted from 1970. */
    long today;
    /** Whether everything is to be known, also what does not decide. */
    boolean whole;

    /** Room for so many; what was there is gone. */
    void clear(int size) {
        if (excluded.length < size) {
            int room = Math.max(size, 2 * excluded.length);
            excluded = new int[room];
            prices = new double[room];
            seconds = new double[room];
            times = new double[room];
            scores = new double[room];
            states = new byte[room];
            order = new int[room];
            eligibles = new int[room];
        }
        Arrays.fill(states, 0, size, FREE);
        placed = 0;
        dearest = -1;
        eligible = 0;
        hope = 0;
    }

    /** Whether it is one of those to choose among. */
    boolean compares(int contender, Field field) {
        return excluded[contender] == 0 && contender < field.own;
    }

    void place(int contender) {
        states[contender] = PLACED;
        order[placed++] = contender;
    }
}
