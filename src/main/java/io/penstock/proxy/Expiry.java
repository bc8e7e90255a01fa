package io.penstock.proxy;

/** What is waited for, and so what it means to have waited too long. */
enum Expiry {
    /** Nothing with a time of its own. */
    NOTHING,
    /** The caller's body. */
    RECEIVE,
    /** The first token, or the whole answer, over all attempts. */
    DEADLINE,
    /** An answer's head, of one attempt. */
    HEADERS,
    /** The next part of an answer that has begun. */
    IDLE,
    /** The caller, to take what waits for it. */
    STALLED_READER
}
