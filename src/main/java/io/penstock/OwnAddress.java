package io.penstock;

import io.penstock.config.Settings;
import io.penstock.provider.Endpoint;
import io.penstock.provider.InnerName;
import io.penstock.provider.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/**
 * Providers that are Penstock itself: an application's own {@code OPENAI_BASE_URL} in the gateway's environment would make
 * it call itself.
 */
final class OwnAddress {
    private OwnAddress() {}

    /** @throws StartException if one is */
    static void refuse(Settings settings) {
        for (Provider provider : settings.providers()) {
            if (of(provider, settings.server())) {
                throw new StartException("Provider " + provider.name() + " has the base URL "
                        + provider.endpoint().url() + ", which is Penstock itself: unset "
                        + provider.variable("BASE_URL") + " in this shell, or set PORT to another port.");
            }
        }
    }

    /** Whether this provider is Penstock itself. May ask for addresses of names, and blocks for it. */
    static boolean of(Provider provider, Settings.Server server) {
        Settings.Tls tls = server.tls();
        Endpoint endpoint = provider.endpoint();
        boolean ours = endpoint.port() == server.port() || tls != null && endpoint.port() == tls.port();
        return ours && isHere(endpoint.host(), server.host());
    }

    private static boolean isHere(String host, String bound) {
        String plain = InnerName.plain(host);
        if (plain.equals(InnerName.plain(bound)) || InnerName.isLoopback(plain)) {
            return true;
        }
        try {
            boolean everywhere = InetAddress.getByName(bound).isAnyLocalAddress();
            for (InetAddress address : InetAddress.getAllByName(plain)) {
                boolean here = address.isAnyLocalAddress() || address.isLoopbackAddress();
                if (here || everywhere && NetworkInterface.getByInetAddress(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // A name that means nothing here cannot mean this machine.
            return false;
        }
    }
}
