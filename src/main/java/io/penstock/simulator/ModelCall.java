package io.penstock.simulator;

import java.util.Optional;

/** A call that a behaviour decides about. */
sealed interface ModelCall extends Parsed permits Generate, Embed, Lookup {

    /** The model asked for, empty for the list of all. */
    String model();

    Behaviour behaviour();

    Received received();

    /** What the prompt counts, 0 where there is none. */
    default int promptTokens() {
        return 0;
    }

    /** Whom the request names as its {@code user}; empty where it names nobody. */
    default String user() {
        return "";
    }

    default boolean stream() {
        return false;
    }

    /** The text of the assistant's message that ends the conversation, if one does. */
    default Optional<String> prefill() {
        return Optional.empty();
    }
}
