package io.penstock.resilience.simulated;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * A story that providers play.
 *
 * @param name in the report
 * @param providers in the order of the callers' preference
 * @param keys how many keys each provider has
 * @param lengthNanos how long callers come
 * @param ill when the first provider is ill
 * @param recoveredNanos when it is well for good; -1: that is not asked
 */
record Scenario(
        String name, List<Behaviour> providers, int keys, long lengthNanos, LongPredicate ill, long recoveredNanos) {

    /** One whose first provider is ill between two instants. */
    static Scenario ill(String name, long fromNanos, long toNanos, long lengthNanos, Behaviour... providers) {
        return new Scenario(
                name, List.of(providers), 1, lengthNanos, now -> now >= fromNanos && now < toNanos, toNanos);
    }
}
