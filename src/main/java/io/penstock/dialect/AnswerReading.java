package io.penstock.dialect;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Slice;

/** What came of reading a whole answer. */
public sealed interface AnswerReading {
    /** The answer. */
    record Read(ChatAnswer answer) implements AnswerReading {}

    /** An error in spite of its status, as JSON. */
    record Failed(Slice json) implements AnswerReading {}

    /** Nothing this dialect knows. */
    record Garbled() implements AnswerReading {}
}
