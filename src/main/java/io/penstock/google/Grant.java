package io.penstock.google;

import io.penstock.resilience.Verdict;
import java.time.Instant;

/** What asking for an access token came to. */
public sealed interface Grant {

    /**
     * A token. Never printed.
     *
     * @param value what stands behind {@code Bearer}
     * @param renewFrom from then on another is asked for while this one is still shown
     * @param until from then on it is not shown any more; some time before it expires
     */
    record Token(String value, Instant renewFrom, Instant until) implements Grant {
        @Override
        public String toString() {
            return "Token[until " + until + "]";
        }
    }

    /**
     * None was given.
     *
     * @param verdict {@code BadKey} where the account was refused, else a fault of the provider
     * @param words what was answered, in a few words without secrets
     */
    record Refused(Verdict verdict, String words) implements Grant {}
}
