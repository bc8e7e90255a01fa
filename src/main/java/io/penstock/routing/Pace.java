package io.penstock.routing;

/**
 * How fast one model answers at one provider, as it was seen lately.
 *
 * @param firstTokenSeconds from sending to the first token; no number where it is not known
 * @param tokensPerSecond of its output; no number where it is not known
 * @param running requests to it that have not ended
 */
public record Pace(double firstTokenSeconds, double tokensPerSecond, int running) {}
