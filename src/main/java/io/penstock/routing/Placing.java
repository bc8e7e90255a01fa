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
    /** How many of each provider are in the plan. */
    private int[] ofProvider = new int[32];
    /** The best of each provider of those who are left; -1: nobody is. */
    private int[] heads = new int[32];

    private int[] ties = new int[64];

    Placing(Availability availability, Affinity affinity, RandomGenerator random) {
        this.availability = availability;
        this.affinity = affinity;
        this.random = random;
    }

    /** @param key by which the same beginning is known; 0: there is none */
    void place(Contest contest, Field field, Board board, long key) {
        prepare(field);
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
        placeBest(contest.auto, field, board, Board.FREE, max);
        if (!contest.auto || board.placed == 0) {
            placeBest(contest.auto, field, board, Board.AWAY, max);
        }
        for (int fallback : field.fallbacks) {
            if (board.excluded[fallback] == 0 && board.states[fallback] != Board.PLACED) {
                board.place(fallback);
            }
        }
    }

    private void prepare(Field field) {
        if (ofProvider.length < field.teams.length) {
            ofProvider = new int[field.teams.length];
            heads = new int[field.teams.length];
        }
        if (ties.length < field.own) {
            ties = new int[field.own];
        }
        Arrays.fill(ofProvider, 0, field.teams.length, 0);
    }

    /** Places it, if it is free and can be asked now. */
    private void tryPlace(int place, Field field, Board board) {
        if (board.states[place] != Board.FREE) {
            return;
        }
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

    /** Places those in that state by their scores, until so many are placed. */
    private void placeBest(boolean spread, Field field, Board board, byte state, int max) {
        for (int provider = 0; provider < field.teams.length; provider++) {
            heads[provider] = head(field.teams[provider], board, state);
        }
        while (board.placed < max) {
            int best = best(field, board, spread);
            if (best < 0) {
                return;
            }
            int next = board.placed < DRAWN_MAX ? lessBusy(field, board, state, best) : best;
            if (state == Board.FREE) {
                tryPlace(next, field, board);
            } else {
                take(next, field, board);
            }
            int provider = field.provider[next];
            heads[provider] = head(field.teams[provider], board, state);
        }
    }

    /** The best of a team of those in that state, of equals the first; -1: there is nobody. */
    private static int head(int[] team, Board board, byte state) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int place : team) {
            if (board.states[place] == state && board.scores[place] > most) {
                most = board.scores[place];
                best = place;
            }
        }
        return best;
    }

    /** Who is best of those who are left; where they are to be spread over providers, of one that has less in the plan. */
    private int best(Field field, Board board, boolean spread) {
        int top = bestBelow(Integer.MAX_VALUE, field, board);
        if (!spread || top < 0) {
            return top;
        }
        int fresh = bestBelow(1, field, board);
        if (fresh >= 0 && board.scores[fresh] >= board.scores[top] - NEAR) {
            return fresh;
        }
        int open = bestBelow(OF_PROVIDER_MAX, field, board);
        return open >= 0 ? open : top;
    }

    /** The best of the providers with less than so many in the plan. */
    private int bestBelow(int ofProviderMax, Field field, Board board) {
        int best = -1;
        for (int provider = 0; provider < field.teams.length; provider++) {
            int head = heads[provider];
            if (head >= 0 && ofProvider[provider] < ofProviderMax && (best < 0 || leads(head, best, board))) {
                best = head;
            }
        }
        return best;
    }

    private static boolean leads(int one, int other, Board board) {
        double behind = board.scores[other] - board.scores[one];
        return behind < 0 || behind == 0 && one < other;
    }

    /** Of those with the score of this one whose providers have no more in the plan than its own, the less busy of two. */
    private int lessBusy(Field field, Board board, byte state, int best) {
        double score = board.scores[best];
        int placed = ofProvider[field.provider[best]];
        int tied = 0;
        for (int provider = 0; provider < field.teams.length; provider++) {
            int head = heads[provider];
            if (head < 0 || ofProvider[provider] > placed || score - board.scores[head] > EQUAL) {
                continue;
            }
            for (int place : field.teams[provider]) {
                double behind = score - board.scores[place];
                if (board.states[place] == state && behind >= 0 && behind <= EQUAL) {
                    ties[tied++] = place;
                }
            }
        }
        if (tied == 1) {
            return best;
        }
        int one = random.nextInt(tied);
        int other = random.nextInt(tied - 1);
        int first = ties[one];
        int second = ties[other < one ? other : other + 1];
        return field.cell(first).running() <= field.cell(second).running() ? first : second;
    }
}
