package io.penstock.proxy;

import io.penstock.call.Outcome;

/** How a call leaves the corridor: by exactly one of these, once. */
interface Ending {

    /** The caller has been given all it will get. */
    void finish(Exchange exchange, Outcome outcome);

    /** No attempt brought an answer, and nothing has reached the caller yet. */
    void fail(Exchange exchange, Failure failure);

    /** A bug of ours; the call must not stay open because of it. */
    void crash(Exchange exchange, Throwable bug);
}
