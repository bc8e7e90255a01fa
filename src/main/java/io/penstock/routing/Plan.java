package io.penstock.routing;

import java.util.List;

/**
 * Who may be asked for one call, in order of preference, and how far to go.
 *
 * @param candidates at least one
 * @param rule the rule in force
 */
public record Plan(List<Candidate> candidates, Rule rule) {
    public Plan {
        candidates = List.copyOf(candidates);
    }
}
