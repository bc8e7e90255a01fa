package io.penstock.routing;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Puts candidates in order. First those the rule pins, then the one that served the same beginning last, then the one whose
 * share it is, then by score. Who cannot be asked at this moment goes behind the others, and out of a choice of models.
 */
final class Placing {
    /** Candidates of one choice of models. */
    static final int CHOSEN_MAX = 8;
    /** Of these, so many of one provider, as long as others are left. */
    static final int OF_PROVIDER_MAX = 3;
    /** Scores this near count as equal: then the less busy of two goes first. */
    static final double EQUAL = 0.001;
    /** One of a provider that is not in the plan yet may be so much worse than the next one of a provider that is. */
    static final double NEAR = 0.05;
    /** The first places of a plan, for which equals are drawn; behind them the configured order decides between equals. */
    static final int DRAWN_MAX = 2;
    /** Every so many decisions one goes to a candidate whose pace is not known, where it may be the best. */
    static final int EXPLORE_EVERY = 32;

    private static final double UNIT = 0x1p-53;
    private static final int UNIT_BITS = 53;

    private final Availability availability;
    private final Affinity affinity;
    private final RandomGenerator random;
    private int decisions;
    private int[] ofProvider = new int[32];
    private int[] ties = new int[64];

    Placing(Availability availability, Affinity affinity, RandomGenerator random) {
        this.availability = availability;
        this.affinity = affinity;
        this.random = random;
    }

    /** @param key by which the same beginning is known; 0: there is none */
    void place(Contest contest, Field field, Board board, long key) {
        prepare(contest, field);
        board.free = 0;
        for (int i = 0; i < board.eligible; i++) {
            board.add(board.left[i]);
        }
        for (int pin : field.pins) {
            tryPlace(pin, field, board);
        }
        if (board.placed == 0) {
            placeKept(field, board, key);
        }
        if (board.placed == 0 && field.shares.length > 0) {
            placeShare(contest, field, board, key);
        }
        if (board.placed == 0 && contest.objective != null && contest.objective.latency() > 0) {
            explore(field, board);
        }
        int max = contest.auto ? CHOSEN_MAX : field.own;
        placeBest(contest, field, board, true, max);
        if (!contest.auto || board.placed == 0) {
            gatherAway(field, board);
            placeBest(contest, field, board, false, max);
        }
        for (int fallback : field.fallbacks) {
            if (board.excluded[fallback] == 0 && board.states[fallback] != Board.PLACED) {
                board.place(fallback);
            }
        }
    }

    private void prepare(Contest contest, Field field) {
        int providers = contest.catalog.offerings().providers();
        if (ofProvider.length < providers) {
            ofProvider = new int[providers];
        }
        if (ties.length < field.own) {
            ties = new int[field.own];
        }
        Arrays.fill(ofProvider, 0);
    }

    private static void gatherAway(Field field, Board board) {
        for (int place = 0; place < field.own; place++) {
            if (board.states[place] == Board.AWAY) {
                board.add(place);
            }
        }
    }

    /** Places it, if it is free and can be asked now. */
    private void tryPlace(int place, Field field, Board board) {
        if (board.states[place] != Board.FREE) {
            return;
        }
        board.remove(place);
        if (!availability.available(field.contenders[place].candidate.target(), board.nowNanos)) {
            board.states[place] = Board.AWAY;
            return;
        }
        take(place, field, board);
    }

    private void take(int place, Field field, Board board) {
        board.place(place);
        ofProvider[field.provider[place]]++;
    }

    private void placeKept(Field field, Board board, long key) {
        Target kept =
                key == 0 ? null : board.whole ? affinity.peek(key, board.nowNanos) : affinity.find(key, board.nowNanos);
        int place = kept == null ? -1 : field.place(kept, field.own);
        if (place >= 0) {
            tryPlace(place, field, board);
        }
    }

    /** The shares of those who cannot be asked go to the others. */
    private void placeShare(Contest contest, Field field, Board board, long key) {
        int whole = 0;
        for (int share = 0; share < field.shares.length; share++) {
            whole += bestOf(field.shares[share], field, board) < 0
                    ? 0
                    : contest.choice.split().get(share).weight();
        }
        if (whole == 0) {
            return;
        }
        // A beginning draws the same lot everywhere, also before anybody has served it.
        double lot = key == 0 ? random.nextDouble() : (key >>> Long.SIZE - UNIT_BITS) * UNIT;
        double left = lot * whole;
        for (int share = 0; share < field.shares.length; share++) {
            int best = bestOf(field.shares[share], field, board);
            int weight = best < 0 ? 0 : contest.choice.split().get(share).weight();
            if (left < weight) {
                tryPlace(best, field, board);
                return;
            }
            left -= weight;
        }
    }

    private int bestOf(int[] share, Field field, Board board) {
        int best = -1;
        for (int place : share) {
            boolean free = board.states[place] == Board.FREE
                    && availability.available(field.contenders[place].candidate.target(), board.nowNanos);
            if (free && (best < 0 || board.scores[place] > board.scores[best])) {
                best = place;
            }
        }
        return best;
    }

    /** Puts one first whose pace is not known, which nobody waits for, and which would be the best if it were the fastest. */
    private void explore(Field field, Board board) {
        if (++decisions % EXPLORE_EVERY != 0) {
            return;
        }
        double top = Double.NEGATIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int unknown = -1;
        for (int i = 0; i < field.own; i++) {
            if (board.states[i] == Board.FREE) {
                top = Math.max(top, board.scores[i]);
                boolean untried = Double.isNaN(board.seconds[i]) && board.scores[i] > most;
                if (untried && field.cell(i).running() == 0) {
                    most = board.scores[i];
                    unknown = i;
                }
            }
        }
        if (unknown >= 0 && most + board.hope >= top) {
            tryPlace(unknown, field, board);
        }
    }

    /** Places those who are left by their scores, until so many are placed. */
    private void placeBest(Contest contest, Field field, Board board, boolean asked, int max) {
        while (board.placed < max && board.free > 0) {
            int next = next(contest.auto, field, board);
            if (asked) {
                tryPlace(next, field, board);
            } else {
                board.remove(next);
                take(next, field, board);
            }
        }
    }

    /** Who is next of those who are left. */
    private int next(boolean spread, Field field, Board board) {
        double topScore = Double.NEGATIVE_INFINITY;
        double freshScore = Double.NEGATIVE_INFINITY;
        double openScore = Double.NEGATIVE_INFINITY;
        int top = board.left[0];
        int fresh = -1;
        int open = -1;
        for (int i = 0; i < board.free; i++) {
            double score = board.leftScores[i];
            if (score > topScore) {
                topScore = score;
                top = board.left[i];
            }
            if (spread && score > freshScore) {
                int place = board.left[i];
                int before = ofProvider[field.provider[place]];
                if (before == 0) {
                    freshScore = score;
                    fresh = place;
                }
                if (before < OF_PROVIDER_MAX && score > openScore) {
                    openScore = score;
                    open = place;
                }
            }
        }
        if (fresh >= 0 && freshScore >= topScore - NEAR) {
            return lessBusy(field, board, fresh, 1);
        }
        return open >= 0
                ? lessBusy(field, board, open, OF_PROVIDER_MAX)
                : lessBusy(field, board, top, Integer.MAX_VALUE);
    }

    /** Of those whose scores are equal to that of this one the less busy of two. */
    private int lessBusy(Field field, Board board, int best, int belowOfProvider) {
        if (board.placed >= DRAWN_MAX) {
            return best;
        }
        double score = board.scores[best];
        int tied = 0;
        for (int i = 0; i < board.free; i++) {
            double behind = score - board.leftScores[i];
            if (behind >= 0 && behind <= EQUAL && ofProvider[field.provider[board.left[i]]] < belowOfProvider) {
                ties[tied++] = board.left[i];
            }
        }
        if (tied == 1) {
            return ties[0];
        }
        int one = random.nextInt(tied);
        int other = random.nextInt(tied - 1);
        int first = ties[one];
        int second = ties[other < one ? other : other + 1];
        return field.cell(first).running() <= field.cell(second).running() ? first : second;
    }
}
