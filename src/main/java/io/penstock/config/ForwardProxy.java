package io.penstock.config;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The HTTP proxy that the environment names, as a client's options: whatever is asked of a provider goes through it. */
public final class ForwardProxy {
    private static final List<String> NEVER_PROXIED = List.of("localhost", "127.0.0.1", "::1");

    private ForwardProxy() {}

    /**
     * @param proxy the proxy's URL, or {@code null} for none
     * @param noProxy hosts that are called without it; this machine always is
     */
    public static void apply(HttpClientOptions options, @Nullable String proxy, List<String> noProxy) {
        if (proxy != null) {
            options.setProxyOptions(proxyOptions(proxy));
            NEVER_PROXIED.forEach(options::addNonProxyHost);
            noProxy.forEach(host -> bypass(options, host));
        }
    }

    /** Where it listens, for what has no Vert.x; {@code null} where this host is called without it. */
    static @Nullable InetSocketAddress address(String proxy, String host, List<String> noProxy) {
        boolean bypassed = NEVER_PROXIED.contains(host) || noProxy.stream().anyMatch(entry -> covers(entry, host));
        ProxyOptions options = proxyOptions(proxy);
        return bypassed ? null : InetSocketAddress.createUnresolved(options.getHost(), options.getPort());
    }

    private static boolean covers(String noProxy, String host) {
        String covered = noProxy.startsWith(".") ? noProxy.substring(1) : noProxy;
        return noProxy.equals("*") || host.equals(covered) || host.endsWith("." + covered);
    }

    /** As curl reads it: {@code .example.org} and {@code example.org} both stand for the host and what is below it. */
    private static void bypass(HttpClientOptions options, String noProxy) {
        if (noProxy.equals("*")) {
            options.addNonProxyHost("*");
            return;
        }
        String host = noProxy.startsWith(".") ? noProxy.substring(1) : noProxy;
        options.addNonProxyHost(host);
        options.addNonProxyHost("*." + host);
    }

    private static ProxyOptions proxyOptions(String url) {
        URI uri = URI.create(url.contains("://") ? url : "http://" + url);
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? 80 : uri.getPort());
        String user = uri.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            options.setUsername(colon < 0 ? user : user.substring(0, colon));
            options.setPassword(colon < 0 ? "" : user.substring(colon + 1));
        }
        return options;
    }
}
