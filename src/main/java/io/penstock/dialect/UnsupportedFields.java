package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Sampling;
import io.penstock.json.JsonWriter;
import java.util.Set;

/** Notes what a call asks for and a provider's dialect cannot express; the caller is told the first. Owned by one writing. */
public final class UnsupportedFields {
    private final String provider;
    private final Mistakes mistakes;

    /** @param provider as it is called in a sentence, e.g. {@code Cohere} */
    public UnsupportedFields(String provider, Writing writing) {
        this.provider = provider;
        this.mistakes = new Mistakes(writing);
    }

    /** A parameter, which is left out where that is wanted. */
    public void parameter(String field) {
        mistakes.droppable(
                field, "'" + field + "' cannot be expressed to " + provider + ", which this call would be sent to.");
    }

    /**
     * A piece of the conversation. It is never left out: the answer would be one to another question.
     *
     * @param why what the provider takes instead, as a sentence
     */
    public void content(String field, String why) {
        mistakes.unsupported(field, "'" + field + "' cannot be expressed to " + provider + ". " + why);
    }

    /**
     * What no canonical call holds: nothing that is harmless.
     *
     * @param known fields that the dialect has under the same name
     */
    public void leftovers(ChatRequest request, Set<String> known) {
        for (Leftover leftover : request.leftovers()) {
            if (!leftover.harmless() && !known.contains(leftover.field())) {
                parameter(leftover.field());
            }
        }
    }

    /** Several choices and probabilities of tokens, for a dialect that has neither. */
    public void choicesAndProbabilities(Sampling sampling) {
        if (sampling.choices() != null && sampling.choices() > 1) {
            parameter("n");
        }
        if (Boolean.TRUE.equals(sampling.logprobs())) {
            parameter("logprobs");
        }
        if (sampling.topLogprobs() != null && sampling.topLogprobs() > 0) {
            parameter("top_logprobs");
        }
    }

    /** The body, if everything asked for is in it. */
    public Written written(JsonWriter json) {
        return mistakes.written(json);
    }
}
