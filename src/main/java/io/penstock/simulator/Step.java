package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;

/** One thing to do to a response. */
sealed interface Step {

    /** Send status and headers now; otherwise the first bytes or the end bring them. */
    record Head() implements Step {}

    /** Write the bytes as an HTTP chunk of their own. */
    record Send(Buffer bytes) implements Step {}

    /** Do nothing for a while. */
    record Wait(long millis) implements Step {}

    /** Do nothing ever more, the connection open. */
    record Stall() implements Step {}

    /** Close the connection without ending the response. */
    record Cut() implements Step {}

    /** Reset the connection (TCP RST). */
    record Reset() implements Step {}

    /** Write the last bytes, perhaps none, and end the response properly. */
    record End(Buffer last) implements Step {}
}
