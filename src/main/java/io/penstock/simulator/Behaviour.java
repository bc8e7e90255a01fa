package io.penstock.simulator;

/** How a model answers. Pure data, made from its name by {@link ModelCatalogue}. */
sealed interface Behaviour permits Behaviour.Outright, Conditional {

    /** Answers every call in the same way. */
    sealed interface Outright extends Behaviour {}

    /** Answers with words, perhaps not to the end. */
    record Speak(int words, Pace pace, Text text, Framing framing, Deviation deviation) implements Outright {

        /** What {@code sim-fast} does, and what all do that have no reason to do otherwise. */
        static final Speak FAST = plain(ModelCatalogue.WORDS, Pace.FAST);

        static Speak plain(int words, Pace pace) {
            return new Speak(words, pace, Text.PROSE, Framing.PLAIN, new Deviation.None());
        }

        static Speak framed(Framing framing) {
            Text text = framing == Framing.SPLIT_CODE_POINTS ? Text.MANY_SCRIPTS : Text.PROSE;
            return new Speak(ModelCatalogue.WORDS, Pace.FAST, text, framing, new Deviation.None());
        }

        static Speak deviating(Deviation deviation) {
            int words = Math.max(ModelCatalogue.WORDS, deviation.afterTokens());
            return new Speak(words, Pace.FAST, Text.PROSE, Framing.PLAIN, deviation);
        }

        static Speak filling(int chunks, int chunkBytes) {
            return new Speak(chunks, Pace.NONE, new Text.Filler(chunkBytes), Framing.PLAIN, new Deviation.None());
        }
    }

    /** Calls the first tool offered; speaks where there is none or its result has come. */
    record CallTool() implements Outright {}

    /** Tells what reached it: the body as it came, and the headers. */
    record Echo() implements Outright {}

    /** Fails whatever was asked. */
    sealed interface Fault extends Outright {}

    /** The status with the error body that goes with it. */
    record Status(int code) implements Fault {}

    /** The status and no body. */
    record Bare(int status) implements Fault {}

    /** This error in OpenAI's shape. */
    record Refuse(ApiError error) implements Fault {}

    /** 404 for the model that was asked for. */
    record ModelGone() implements Fault {}

    /** 401 that repeats a part of the key. */
    record BadKey() implements Fault {}

    /** An error as another provider than OpenAI writes it. */
    record Foreign(ForeignError error) implements Fault {}

    /** 429 that says when to come back. */
    record RetryLater(long millis) implements Fault {}

    /** 429 that no waiting helps against. */
    record Quota() implements Fault {}

    /** A status with an HTML page, as a CDN before the provider sends it. */
    record HtmlPage(int status) implements Fault {}

    /** Status 200 with an error inside. */
    record ErrorInside() implements Fault {}

    /** A reset connection in place of an answer. */
    record Reset() implements Fault {}

    /** No answer, on an open connection. */
    record Silent() implements Fault {}
}
