package io.penstock.routing;

import java.util.List;

/**
 * Who serves a name, before anything is chosen.
 *
 * @param asked the name
 * @param bare the same without the provider, where it names one
 * @param own who serves it, in the configuration's order
 * @param fallbacks who is asked after them
 * @param reach the place of the rule that says how far a call goes, or {@link Rulebook#NO_RULE}
 * @param choice the place of the rule that says who is chosen, or {@link Rulebook#NO_RULE}
 */
record Lineup(String asked, String bare, List<Candidate> own, List<Candidate> fallbacks, int reach, int choice) {
    boolean empty() {
        return own.isEmpty() && fallbacks.isEmpty();
    }
}
