package io.penstock;

import io.penstock.config.Settings;
import io.penstock.provider.Endpoint;
import io.penstock.provider.Provider;
import java.util.List;

/** Finds a provider that is Penstock itself: an application's own OPENAI_BASE_URL in the gateway's environment makes one. */
final class OwnAddress {
    private OwnAddress() {}

    /** @throws StartException with the sentence for the operator */
    static void refuse(Settings settings) {
        for (Provider provider : settings.providers()) {
            Endpoint endpoint = provider.endpoint();
            boolean here = List.of(
                            "localhost",
                            "127.0.0.1",
                            "::1",
                            "0.0.0.0",
                            settings.server().host())
                    .contains(endpoint.host());
            Settings.Tls tls = settings.server().tls();
            boolean ours = endpoint.port() == settings.server().port() || tls != null && endpoint.port() == tls.port();
            if (here && ours) {
                throw new StartException("Provider " + provider.name() + " has the base URL " + endpoint.url()
                        + ", which is Penstock itself: unset " + provider.variable("BASE_URL")
                        + " in this shell, or set PORT to another port.");
            }
        }
    }
}
