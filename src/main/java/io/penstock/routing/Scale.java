package io.penstock.routing;

/**
 * How prices, times and qualities are made comparable. Prices and times are seen on logarithmic scales, as distances from
 * the best of those compared: twice the price weighs the same for cheap models and for dear ones, and who else is compared
 * changes nothing between two of them.
 */
final class Scale {
    /** A candidate this many times as dear as the cheapest loses the whole weight of the price. */
    static final double PRICE_SPAN = 1_000;
    /** A candidate this many times as slow as the fastest loses the whole weight of the latency. */
    static final double LATENCY_SPAN = 30;
    /** A request for less counts as one for this much, in US dollars: nothing is infinitely cheaper than another. */
    static final double PRICE_LEAST = 1e-6;
    /** The same for times, in seconds. */
    static final double SECONDS_LEAST = 1e-3;
    /** The output price of a model of middling quality, in US dollars per million tokens. */
    private static final double QUALITY_MIDDLE = 1;

    private static final double QUALITY_STEEPNESS = 0.7;

    private static final int MANTISSA_BITS = 52;
    private static final int TABLE_BITS = 8;
    private static final long REST_MASK = (1L << MANTISSA_BITS - TABLE_BITS) - 1;
    private static final double REST_UNIT = 1.0 / (1L << MANTISSA_BITS - TABLE_BITS);
    private static final double[] TABLE = new double[(1 << TABLE_BITS) + 1];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = StrictMath.log(1 + (double) i / (TABLE.length - 1)) / StrictMath.log(2);
        }
    }

    private Scale() {}

    /**
     * The binary logarithm, within 3e-6, several times as fast as the JDK's natural one. Never falls as its argument rises.
     *
     * @param x above 0, neither subnormal nor infinite
     */
    static double log2(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> MANTISSA_BITS) - 1023;
        int slot = (int) (bits >>> MANTISSA_BITS - TABLE_BITS) & (1 << TABLE_BITS) - 1;
        double low = TABLE[slot];
        return exponent + low + (TABLE[slot + 1] - low) * ((bits & REST_MASK) * REST_UNIT);
    }

    /**
     * How good a model is likely to be, from what its output costs: 50 at one dollar per million tokens, 83 at ten, 17 at
     * ten cents. On the logarithm of the price it is a logistic curve: what is dearest is not much better than what is dear.
     *
     * @return 1 to 100; no number where the price is none
     */
    static double quality(double outputPerMillion) {
        if (Double.isNaN(outputPerMillion)) {
            return Double.NaN;
        }
        double odds = StrictMath.pow(Math.max(outputPerMillion, 1e-3) / QUALITY_MIDDLE, QUALITY_STEEPNESS);
        return Math.clamp(100 * odds / (1 + odds), 1, 100);
    }
}
