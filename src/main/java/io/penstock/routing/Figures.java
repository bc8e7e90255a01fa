package io.penstock.routing;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is read of every {@link Contender} for every choice, in columns with one place for each, and the prices of one day.
 * Owned by one {@link Router}.
 */
final class Figures {
    /** All places, in their order. */
    final int[] all;
    /** {@link Contender#lacks}. */
    final int[] lacks;
    /** {@link Contender#window}. */
    final long[] window;
    /** {@link Contender#longest}. */
    final int[] longest;
    /** {@link Contender#lastDay}. */
    final long[] lastDay;
    /** {@link Contender#quality}. */
    final double[] quality;

    private final Price[] prices;
    /** What input costs in small requests, in US dollars per token. */
    private final double[] input;
    /** What output costs there. */
    private final double[] output;
    /** So many tokens of input make a small request at most. */
    private final int[] smallUpTo;

    private long day = Long.MIN_VALUE;

    Figures(Contender[] contenders) {
        all = IntStream.range(0, contenders.length).toArray();
        lacks = Arrays.stream(contenders).mapToInt(one -> one.lacks).toArray();
        window = Arrays.stream(contenders).mapToLong(one -> one.window).toArray();
        longest = Arrays.stream(contenders).mapToInt(one -> one.longest).toArray();
        lastDay = Arrays.stream(contenders).mapToLong(one -> one.lastDay).toArray();
        quality = Arrays.stream(contenders).mapToDouble(one -> one.quality).toArray();
        prices = Arrays.stream(contenders).map(one -> one.price).toArray(Price[]::new);
        input = new double[contenders.length];
        output = new double[contenders.length];
        smallUpTo = new int[contenders.length];
    }

    /** From now on the prices of this day hold, counted from 1970. */
    void turnTo(long today) {
        if (day == today) {
            return;
        }
        day = today;
        for (int i = 0; i < prices.length; i++) {
            input[i] = prices[i].of(1, 0, today);
            output[i] = prices[i].of(0, 1, today);
            smallUpTo[i] = prices[i].smallUpTo(today);
        }
    }

    /** What a request costs there, in US dollars; no number where no price is known. */
    double price(int place, int inputTokens, int outputTokens) {
        return inputTokens <= smallUpTo[place]
                ? inputTokens * input[place] + outputTokens * output[place]
                : prices[place].of(inputTokens, outputTokens, day);
    }

    /** How many tokens the answer has there, where so many are wanted. */
    int output(int place, int wanted) {
        return longest[place] > 0 && longest[place] < wanted ? longest[place] : wanted;
    }
}
