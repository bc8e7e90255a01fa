package io.penstock.routing;

import java.util.List;

/**
 * What a rule says of who is chosen, its {@link Objective} apart.
 *
 * @param among what {@code auto}, or a name that nobody offers, is chosen among; with {@code matching} empty: all
 * @param matching the same by patterns, which reach models with a card and no others
 * @param excluded what is never asked
 * @param pins what is asked first, in this order
 * @param split what shares the calls
 * @param qualityMin 1 to 100; what is below is not asked; 0: nothing is
 * @param affinity whether calls with the same beginning are kept together
 */
public record Choice(
        List<Fallback> among,
        List<NamePattern> matching,
        List<NamePattern> excluded,
        List<Fallback> pins,
        List<Share> split,
        int qualityMin,
        boolean affinity) {
    /** Nothing is said. */
    static final Choice OPEN = new Choice(List.of(), List.of(), List.of(), List.of(), List.of(), 0, true);

    public Choice {
        among = List.copyOf(among);
        matching = List.copyOf(matching);
        excluded = List.copyOf(excluded);
        pins = List.copyOf(pins);
        split = List.copyOf(split);
    }

    /**
     * A part of the calls.
     *
     * @param to who gets it
     * @param weight against the other shares' weights; at least 0
     */
    public record Share(Fallback to, int weight) {}

    /** Whether it names models of its own to choose among. */
    boolean lists() {
        return !among.isEmpty() || !matching.isEmpty();
    }
}
