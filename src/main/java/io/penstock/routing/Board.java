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

    double[] scores = new double[ROOM];
    byte[] states = new byte[ROOM];
    /** Who is in the plan, in its order. */
    int[] order = new int[ROOM];

    /** Who can be chosen and is neither placed nor away, in the configured order. */
    int[] left = new int[ROOM];
    /** The scores of these, side by side: they are looked through once for each place of a plan. */
    double[] leftScores = new double[ROOM];

    int free;
    int placed;
    /** Who costs most of those who can be chosen; -1: no price is known. */
    int dearest;
    /** How many can be chosen. */
    int eligible;
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
            scores = new double[room];
            states = new byte[room];
            order = new int[room];
            left = new int[room];
            leftScores = new double[room];
        }
        Arrays.fill(states, 0, size, FREE);
        placed = 0;
        dearest = -1;
        eligible = 0;
        hope = 0;
    }

    /** It can be placed, behind those that can be already. */
    void add(int contender) {
        left[free] = contender;
        leftScores[free++] = scores[contender];
    }

    /** It is no longer free. */
    void remove(int contender) {
        for (int i = 0; i < free; i++) {
            if (left[i] == contender) {
                free--;
                System.arraycopy(left, i + 1, left, i, free - i);
                System.arraycopy(leftScores, i + 1, leftScores, i, free - i);
                return;
            }
        }
    }

    void place(int contender) {
        states[contender] = PLACED;
        order[placed++] = contender;
    }
}
