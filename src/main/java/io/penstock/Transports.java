package io.penstock;

import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.Objects;

/** Which way of talking to the kernel is used: the fastest that loads here, or the one the settings name. */
final class Transports {
    private Transports() {}

    /**
     * @param wanted {@code auto} or a transport's name
     * @throws StartException if the one named does not load here
     */
    static Transport choose(String wanted) {
        Transport[] byPreference = {Transport.IO_URING, Transport.EPOLL, Transport.KQUEUE, Transport.NIO};
        return Arrays.stream(byPreference)
                .filter(Objects::nonNull)
                .filter(Transport::available)
                .filter(transport -> wanted.equals("auto") || transport.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "server.transport is " + wanted + ", which does not load on this machine: set it to auto."));
    }
}
