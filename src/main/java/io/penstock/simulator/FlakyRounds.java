package io.penstock.simulator;

/** Decides which calls to {@code sim-flaky} fail: of every hundred exactly the share asked for, evenly spread. */
final class FlakyRounds {

    private final int[] dues = new int[101];

    /** Whether the next call at this share fails. */
    boolean failsNext(int percent) {
        dues[percent] += percent;
        if (dues[percent] < 100) {
            return false;
        }
        dues[percent] -= 100;
        return true;
    }
}
