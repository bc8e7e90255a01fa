package io.penstock.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may be asked for one call, in order of preference, and how far to go.
 *
 * @param candidates at least one
 * @param rule the rule in force
 * @param level the power level that decided; {@code null} where none did
 * @param dearest the candidate that would have cost most, among those that could have served the call; {@code null} where
 *     there was no choice, or no price is known
 * @param affinity by which {@link Affinity} remembers who served it; 0: nothing is to be remembered
 */
public record Plan(
        List<Candidate> candidates,
        Rule rule,
        @Nullable PowerLevel level,
        @Nullable Target dearest,
        long affinity) {
    public Plan {
        candidates = List.copyOf(candidates);
    }

    /** Where calls with the same beginning need not be kept together. */
    public Plan(List<Candidate> candidates, Rule rule, @Nullable PowerLevel level, @Nullable Target dearest) {
        this(candidates, rule, level, dearest, 0);
    }

    /** Where nothing was chosen: the order is that of the configuration. */
    public Plan(List<Candidate> candidates, Rule rule) {
        this(candidates, rule, null, null, 0);
    }
}
