package io.penstock.chat;

/** Why an answer ended. */
public enum Finish {
    /** It was all said, or a stop sequence came. */
    STOP,
    /** There was no room for more. */
    LENGTH,
    /** The model waits for its tools. */
    TOOLS,
    /** A filter, or the model's own refusal. */
    FILTERED,
    /** The provider gave up; what there is, is no answer. */
    FAILED
}
