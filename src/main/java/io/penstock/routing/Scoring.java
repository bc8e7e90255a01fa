package io.penstock.routing;

import org.jspecify.annotations.Nullable;

/** Makes candidates comparable: what this request costs there, how long it takes, how good the answer is likely to be. */
final class Scoring {
    /** Tokens of a request whose length is not known. */
    static final int INPUT_TOKENS_USUAL = 1_000;
    /** Tokens of an answer whose caller sets no bound. */
    static final int OUTPUT_TOKENS_USUAL = 500;

    /** So many times the dearest of those compared is what an unknown price counts as. */
    private static final double PRICE_UNKNOWN = 1.25;

    private static final double PRICE_UNIT = 1 / Scale.log2(Scale.PRICE_SPAN);
    private static final double LATENCY_UNIT = 1 / Scale.log2(Scale.LATENCY_SPAN);
    private static final double QUALITY_UNIT = 0.01;

    private double cheapest;
    private double dearest;
    private double fastest;
    private double usual;
    private double times;
    private int timed;

    static int input(Needs needs) {
        return needs.inputTokens() > 0 ? needs.inputTokens() : INPUT_TOKENS_USUAL;
    }

    static int output(Needs needs) {
        return needs.outputTokensMax() > 0 ? needs.outputTokensMax() : OUTPUT_TOKENS_USUAL;
    }

    /**
     * Fills in prices, times and scores. A price that is not known counts as more than the dearest, a time that is not
     * known as a usual one, or as the mean of the others where that is slower and somebody is trying it. Without an objective the scores are those of the configured order.
     */
    void score(Field field, @Nullable Objective objective, Needs needs, Board board) {
        measure(field, needs, board, board.whole || objective != null && objective.latency() > 0);
        if (objective == null) {
            for (int i = 0; i < field.contenders.length; i++) {
                board.scores[i] = -i;
            }
        } else {
            rank(field, objective, board);
        }
    }

    private void measure(Field field, Needs needs, Board board, boolean timing) {
        int input = input(needs);
        int wanted = output(needs);
        cheapest = Double.POSITIVE_INFINITY;
        dearest = 0;
        fastest = Double.POSITIVE_INFINITY;
        usual = Scale.log2(PaceCell.FIRST_TOKEN_USUAL + wanted / PaceCell.SPEED_USUAL);
        times = 0;
        timed = 0;
        for (int i = 0; i < field.contenders.length; i++) {
            if (isIdle(i, board)) {
                continue;
            }
            int longest = field.contenders[i].longest;
            int output = longest > 0 && longest < wanted ? longest : wanted;
            double price = field.contenders[i].price.of(input, output, board.today);
            double seconds = timing ? field.cell(i).seconds(output, board.nowNanos) : Double.NaN;
            board.prices[i] = price;
            board.seconds[i] = seconds;
            if (i < field.own && board.excluded[i] == 0) {
                count(i, price, seconds, board);
            }
        }
    }

    /** Whether nobody will look at its figures. */
    private static boolean isIdle(int place, Board board) {
        return board.states[place] == Board.OUT && !board.whole;
    }

    private void count(int place, double price, double seconds, Board board) {
        if (price > dearest || price >= 0 && board.dearest < 0) {
            dearest = price;
            board.dearest = place;
        }
        if (price < cheapest) {
            cheapest = price;
        }
        if (seconds >= 0) {
            double time = Scale.log2(Math.max(seconds, Scale.SECONDS_LEAST));
            fastest = Math.min(fastest, time);
            times += time;
            timed++;
        }
    }

    private void rank(Field field, Objective objective, Board board) {
        double least = board.dearest < 0 ? 0 : log(cheapest);
        double most = board.dearest < 0 ? 0 : log(dearest * PRICE_UNKNOWN);
        double best = Math.min(fastest, usual);
        double tried = timed == 0 ? usual : Math.max(usual, times / timed);
        double byPrice = objective.price() * PRICE_UNIT;
        double byLatency = objective.latency() * LATENCY_UNIT;
        double byQuality = objective.quality() * QUALITY_UNIT;
        double base = objective.price() + objective.latency();
        board.hope = byLatency * (usual - best);
        for (int i = 0; i < field.contenders.length; i++) {
            if (isIdle(i, board)) {
                continue;
            }
            double price = board.prices[i];
            double seconds = board.seconds[i];
            double score = base + byQuality * field.contenders[i].quality;
            if (byPrice > 0) {
                score -= byPrice * ((price >= 0 ? log(price) : most) - least);
            }
            if (byLatency > 0) {
                double unknown = seconds >= 0 || field.cell(i).running() == 0 ? usual : tried;
                double time = seconds >= 0 ? Scale.log2(Math.max(seconds, Scale.SECONDS_LEAST)) : unknown;
                score -= byLatency * (time - best);
            }
            board.scores[i] = score;
        }
    }

    private static double log(double price) {
        return Scale.log2(Math.max(price, Scale.PRICE_LEAST));
    }
}
