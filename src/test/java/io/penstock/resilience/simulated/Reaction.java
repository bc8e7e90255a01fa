package io.penstock.resilience.simulated;

import io.penstock.resilience.Verdict;

/** What a provider does with one request. Times are from its sending. */
sealed interface Reaction {

    /** It streams an answer: its head, its first token, its end. */
    record Answers(long headNanos, long tokenNanos, long endNanos) implements Reaction {}

    /** It streams and breaks off. */
    record BreaksOff(long headNanos, long tokenNanos, long cutNanos) implements Reaction {}

    /** It refuses, or the connection fails. */
    record Refuses(Verdict verdict, long afterNanos) implements Reaction {}

    /** It accepts the request, and that is all. */
    record Silence() implements Reaction {}
}
