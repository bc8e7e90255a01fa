package io.penstock.dialect;

import java.util.Set;

/**
 * What an answer is written for.
 *
 * @param id for an answer to which its provider gave no id; letters and digits
 * @param model the model as the answer names it
 * @param createdSeconds when it was asked, Unix time
 * @param usageWanted whether a stream ends with its usage where the dialect leaves the choice
 * @param freeformTools names of the tools that the caller declared as freeform: a call of one of these comes from a provider
 *     that knows functions only as arguments that {@link FreeformTools#unwrap} turns back into text
 */
public record Reply(String id, String model, long createdSeconds, boolean usageWanted, Set<String> freeformTools) {
    public Reply {
        freeformTools = Set.copyOf(freeformTools);
    }

    /** For a caller without freeform tools. */
    public Reply(String id, String model, long createdSeconds, boolean usageWanted) {
        this(id, model, createdSeconds, usageWanted, Set.of());
    }
}
