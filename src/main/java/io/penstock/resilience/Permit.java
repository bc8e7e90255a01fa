package io.penstock.resilience;

/**
 * The leave to send one request to an endpoint. Exactly one of its exits is taken; only {@link #succeeded} may be
 * followed by one {@link #failed}: an answer that began well and broke off. After {@link #ignored} the others do nothing.
 * Thread-safe.
 */
public interface Permit {

    /** The answer's first token, or the whole answer, is here. */
    void succeeded(long nowNanos);

    /** The provider failed. */
    void failed(Fault fault, long nowNanos);

    /** The outcome says nothing about the provider: a caller's mistake, a caller gone, a limit of one key. */
    void ignored(long nowNanos);
}
