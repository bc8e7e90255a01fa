package io.penstock.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a provider listens. Its paths are appended to {@code pathPrefix} as they are: no {@code /v1} is ever added.
 *
 * @param tls whether the scheme is https
 * @param host name or address, without brackets
 * @param port explicit, or the scheme's own
 * @param pathPrefix empty, or beginning with a slash and not ending with one
 */
public record Endpoint(boolean tls, String host, int port, String pathPrefix) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int PORT_MAX = 65_535;

    /**
     * Reads a base URL such as {@code https://api.openai.com/v1}.
     *
     * @throws IllegalArgumentException with a clause that says what is wrong with it
     */
    public static Endpoint parse(String baseUrl) {
        URI uri;
        try {
            uri = new URI(baseUrl.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("names no host");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must hold no user, query or fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
            throw new IllegalArgumentException("names a port that does not exist");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new Endpoint(tls, unbracketed(uri.getHost()), port, withoutEndSlash(uri.getRawPath()));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutEndSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The URL as a person would write it. */
    public String url() {
        boolean usual = port == (tls ? HTTPS_PORT : HTTP_PORT);
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + shown + (usual ? "" : ":" + port) + pathPrefix;
    }
}
