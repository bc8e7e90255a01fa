package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import java.util.Optional;

/** What one answer says: its words, how many of them, and why it ends there. A prefill's words are not said again. */
record Telling(Text.Words words, int count, String finishReason) {

    static Telling of(Generate call, Speak speak) {
        String given = call.prefill().orElse("");
        Rest rest = rest(speak.text().answering(call.said()), speak.words(), given)
                .orElseGet(() -> new Rest(speak.text().goingOn(given), speak.words()));
        int allowed = call.allowed(rest.count());
        if (speak.deviation() instanceof Deviation.Filtered(int afterTokens) && afterTokens <= allowed) {
            return new Telling(rest.words(), afterTokens, "content_filter");
        }
        return new Telling(rest.words(), allowed, call.finishReason(rest.count()));
    }

    private record Rest(Text.Words words, int count) {}

    /** What follows of these words once the given text is said, or nothing if they do not begin with it. */
    private static Optional<Rest> rest(Text.Words words, int count, String given) {
        int index = 0;
        int at = 0;
        while (at < given.length() && index < count && given.startsWith(words.at(index), at)) {
            at += words.at(index).length();
            index++;
        }
        int said = index;
        if (at == given.length()) {
            return Optional.of(new Rest(next -> words.at(said + next), count - said));
        }
        String half = given.substring(at);
        if (said == count || !words.at(said).startsWith(half)) {
            return Optional.empty();
        }
        String otherHalf = words.at(said).substring(half.length());
        return Optional.of(new Rest(next -> next == 0 ? otherHalf : words.at(said + next), count - said));
    }
}
