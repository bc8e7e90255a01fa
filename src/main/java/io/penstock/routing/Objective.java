package io.penstock.routing;

/**
 * What counts, and how much, where one of several is chosen. The three add up to 1.
 *
 * @param price what this request will cost
 * @param latency how long its answer will take
 * @param quality how good the model is
 */
public record Objective(double price, double latency, double quality) {
    /** As cheap as can be. */
    public static final Objective PRICE = new Objective(1, 0, 0);
    /** As fast as can be. */
    public static final Objective LATENCY = new Objective(0, 1, 0);
    /** As good as can be. */
    public static final Objective QUALITY = new Objective(0, 0, 1);
    /** All three, quality first. */
    public static final Objective BALANCED = new Objective(0.35, 0.2, 0.45);

    private static final Objective ECO = new Objective(0.95, 0.05, 0);
    private static final Objective PRECISION = new Objective(0.15, 0.1, 0.75);

    /** @throws IllegalArgumentException if one is negative or no number, or all are 0 */
    public Objective {
        double sum = price + latency + quality;
        if (!(price >= 0 && latency >= 0 && quality >= 0 && sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weights must not be negative, and one must be above 0");
        }
        price /= sum;
        latency /= sum;
        quality /= sum;
    }

    /** That of a level of which no rule says more. */
    public static Objective of(PowerLevel level) {
        return switch (level) {
            case ECO -> ECO;
            case BALANCED -> BALANCED;
            case PRECISION -> PRECISION;
        };
    }
}
