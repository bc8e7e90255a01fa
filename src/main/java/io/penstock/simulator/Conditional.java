package io.penstock.simulator;

/** Misbehaves for some calls and answers the others like {@code sim-fast}. {@link Conditions} decides which. */
sealed interface Conditional extends Behaviour {

    /** Fails this share of the calls, evenly spread. */
    record Flaky(int percent) implements Conditional {}

    /** Behaves so for the first call and every second one after it. */
    record EverySecond(Outright odd) implements Conditional {}

    /** Refuses with 429 for so long from the first call on, answers for as long, and begins anew. */
    record RateWindow(long millis) implements Conditional {}

    /** Refuses prompts of more tokens. */
    record ContextWindow(int tokens) implements Conditional {}

    /** Refuses conversations that end with an assistant's message. */
    record NoPrefill() implements Conditional {}

    /** Refuses calls with this field, whatever its value. */
    record Rejects(String field) implements Conditional {}

    /** Refuses every bearer key that ends otherwise, and calls without one. */
    record KeyOnly(String suffix) implements Conditional {}

    /** Refuses bearer keys that end so with 429. */
    record KeyLimited(String suffix) implements Conditional {}
}
