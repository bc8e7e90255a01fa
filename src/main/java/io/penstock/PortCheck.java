package io.penstock;

import io.penstock.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Finds out before anything is started whether the ports can be had, because a first start takes seconds until it would
 * notice. Whoever takes one in between is found out when it is opened.
 */
final class PortCheck {
    private PortCheck() {}

    /** @throws StartException with the sentence for the operator */
    static void require(Settings.Server server) {
        require(server.host(), server.port(), "PORT");
        Settings.Tls tls = server.tls();
        if (tls != null) {
            require(server.host(), tls.port(), "server.tls.port");
        }
    }

    private static void require(String host, int port, String setting) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartException("The host " + host
                    + " to listen on is unknown: set PENSTOCK_HOST to an address of this machine, e.g. 127.0.0.1.");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw refused(host, port, setting, "PENSTOCK_HOST", e);
        }
    }

    /** The sentence for a port that cannot be opened. */
    static StartException refused(String host, int port, String portSetting, String hostSetting, Throwable problem) {
        String reason = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("assign")) {
            return new StartException("Penstock cannot listen on " + host
                    + ", which is no address of this machine: set " + hostSetting + " to one, e.g. 127.0.0.1.");
        }
        if (reason.contains("permission")) {
            return new StartException(
                    "Port " + port + " is not for this user: set " + portSetting + " to 1024 or above.");
        }
        return new StartException("Port " + port + " on " + host + " is taken: stop what listens there, or set "
                + portSetting + " to another port.");
    }
}
