package io.penstock.proxy;

import io.penstock.call.TokenUsage;

/** Reads one provider's answer and tells the attempts, once, what became of it. */
interface Reader {
    void start();

    /** Nothing has come for too long in the middle of the answer. */
    void stalled();

    /** What the answer has cost so far, as far as is known. */
    TokenUsage usage();
}
