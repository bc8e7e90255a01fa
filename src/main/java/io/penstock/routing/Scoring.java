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
    /** Of the times that are known, as {@link Board#times}. */
    private double fastest;
    /** Of these too. */
    private double mean;

    static int input(Needs needs) {
        return needs.inputTokens() > 0 ? needs.inputTokens() : INPUT_TOKENS_USUAL;
    }

    static int output(Needs needs) {
        return needs.outputTokensMax() > 0 ? needs.outputTokensMax() : OUTPUT_TOKENS_USUAL;
    }

    /**
     * Fills in prices, times and scores. A price that is not known counts as more than the dearest, a time that is not
     * known as a usual one, or as the mean of the others where that is slower and somebody is trying it. Without an
     * objective the scores are those of the configured order.
     */
    void score(Field field, @Nullable Objective objective, Needs needs, Board board) {
        // Nobody looks at the figures of those who are out, unless everything is to be known.
        int[] whom = board.whole ? field.figures.all : board.eligibles;
        int count = board.whole ? field.figures.all.length : board.eligible;
        price(field, needs, board, whom, count);
        time(field, needs, board, whom, board.whole || objective != null && objective.latency() > 0 ? count : 0);
        if (objective != null) {
            rank(field, objective, output(needs), board, whom, count);
            return;
        }
        for (int i = 0; i < field.contenders.length; i++) {
            board.scores[i] = -i;
        }
    }

    private void price(Field field, Needs needs, Board board, int[] whom, int count) {
        int input = input(needs);
        int wanted = output(needs);
        double least = Double.POSITIVE_INFINITY;
        double most = -1;
        int dear = -1;
        for (int k = 0; k < count; k++) {
            int i = whom[k];
            double price = field.figures.price(i, input, field.figures.output(i, wanted));
            board.prices[i] = price;
            board.seconds[i] = Double.NaN;
            if (board.compares(i, field)) {
                least = price < least ? price : least;
                dear = price > most ? i : dear;
                most = price > most ? price : most;
            }
        }
        cheapest = least;
        dearest = most;
        board.dearest = dear;
    }

    private void time(Field field, Needs needs, Board board, int[] whom, int count) {
        int wanted = output(needs);
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        int known = 0;
        for (int k = 0; k < count; k++) {
            int i = whom[k];
            double seconds = field.cell(i).seconds(field.figures.output(i, wanted), board.nowNanos);
            board.seconds[i] = seconds;
            if (seconds >= 0) {
                double time = Scale.log2(seconds > Scale.SECONDS_LEAST ? seconds : Scale.SECONDS_LEAST);
                board.times[i] = time;
                if (board.compares(i, field)) {
                    least = time < least ? time : least;
                    sum += time;
                    known++;
                }
            }
        }
        fastest = least;
        mean = known == 0 ? Double.NEGATIVE_INFINITY : sum / known;
    }

    private void rank(Field field, Objective objective, int wanted, Board board, int[] whom, int count) {
        double usual = Scale.log2(PaceCell.FIRST_TOKEN_USUAL + wanted / PaceCell.SPEED_USUAL);
        double tried = Math.max(usual, mean);
        double best = Math.min(fastest, usual);
        double least = board.dearest < 0 ? 0 : log(cheapest);
        double most = board.dearest < 0 ? 0 : log(dearest * PRICE_UNKNOWN);
        double byPrice = objective.price() * PRICE_UNIT;
        double byLatency = objective.latency() * LATENCY_UNIT;
        double byQuality = objective.quality() * QUALITY_UNIT;
        double base = objective.price() + objective.latency();
        board.hope = byLatency * (usual - best);
        for (int k = 0; k < count; k++) {
            int i = whom[k];
            double score = base + byQuality * field.figures.quality[i];
            if (byPrice > 0) {
                double price = board.prices[i];
                score -= byPrice * ((price >= 0 ? log(price) : most) - least);
            }
            if (byLatency > 0) {
                boolean known = board.seconds[i] >= 0;
                double time = known ? board.times[i] : field.cell(i).running() == 0 ? usual : tried;
                score -= byLatency * (time - best);
            }
            board.scores[i] = score;
        }
    }

    private static double log(double price) {
        return Scale.log2(price > Scale.PRICE_LEAST ? price : Scale.PRICE_LEAST);
    }
}
