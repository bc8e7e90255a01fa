package io.penstock;

import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.Objects;

/**
 * Which way of talking to the kernel is used: the one the settings name, or the fastest that loads here and never loses
 * the end of a connection. That excludes io_uring, which has to be asked for by name.
 */
final class Transports {
    /**
     * Netty's io_uring loses the end of a connection, and now and then its data, when a poll that stays armed reports it
     * while a read is under way (seen with 4.2.10 and 4.2.18). Asked anew for each read it is told again. Must be set
     * before io_uring is loaded.
     */
    private static final String POLL_STAYS_ARMED = "io.netty.iouring.pollAddMultishotEnabled";

    private Transports() {}

    /**
     * @param wanted {@code auto} or a transport's name
     * @throws StartException if the one named does not load here
     */
    static Transport choose(String wanted) {
        if (System.getProperty(POLL_STAYS_ARMED) == null) {
            System.setProperty(POLL_STAYS_ARMED, "false");
        }
        Transport[] byPreference = {Transport.EPOLL, Transport.KQUEUE, Transport.NIO, Transport.IO_URING};
        return Arrays.stream(byPreference)
                .filter(Objects::nonNull)
                .filter(Transport::available)
                .filter(transport -> wanted.equals("auto") || transport.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "server.transport is " + wanted + ", which does not load on this machine: set it to auto."));
    }
}
