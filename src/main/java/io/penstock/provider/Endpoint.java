package io.penstock.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    /** Wider than {@link URI#getHost()}: services in containers may have an underscore in their names. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{0,9}))?");

    /**
     * Reads a base URL such as {@code https://api.openai.com/v1}.
     *
     * @throws IllegalArgumentException with a clause that says what it must be
     */
    public static Endpoint parse(String baseUrl) {
        URI uri;
        try {
            uri = new URI(baseUrl.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || authority.contains("@")) {
            throw new IllegalArgumentException("must hold no user, query or fragment");
        }
        Matcher place = AUTHORITY.matcher(authority);
        if (!place.matches()) {
            throw new IllegalArgumentException("must name a host, and its port in digits");
        }
        boolean tls = scheme.equals("https");
        int port = port(place.group(2), tls ? HTTPS_PORT : HTTP_PORT);
        return new Endpoint(tls, unbracketed(place.group(1)), port, withoutEndSlashes(uri.getRawPath()));
    }

    private static int port(@Nullable String digits, int usual) {
        if (digits == null || digits.isEmpty()) {
            return usual;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("must have a port between 1 and " + PORT_MAX);
        }
        return port;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutEndSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The URL as a person would write it. */
    public String url() {
        boolean usual = port == (tls ? HTTPS_PORT : HTTP_PORT);
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + shown + (usual ? "" : ":" + port) + pathPrefix;
    }
}
