package io.penstock.proxy;

import io.vertx.core.http.HttpClientRequest;

/** A body on its way from a caller to a provider, as the {@link Relay} passes it on. Owned by one event loop. */
interface RelayBody {
    /** The {@code content-type} under which it is sent. */
    String type();

    /** Writes it, as it is there: the length or the framing, the bytes and the end. The other headers are set. */
    void send(UpstreamCall call, HttpClientRequest request);

    /** Whether it could be sent to somebody else from its beginning. */
    boolean isThereAgain();

    /** Nobody takes it any more. */
    void stop();
}
