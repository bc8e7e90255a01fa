package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.dialect.ApiError;

/** How a relay leaves the corridor: each exchange by exactly one of these, once. */
interface Ending {

    /** The caller has been given all it will get. */
    void finish(Exchange exchange, Outcome outcome);

    /** Nothing has reached the caller yet, and the provider's answer is of no use. */
    void fail(Exchange exchange, ApiError error);

    /** A bug of ours; the call must not stay open because of it. */
    void crash(Exchange exchange, Throwable bug);
}
