package io.penstock.config;

import io.penstock.provider.Endpoint;
import java.util.List;
import java.util.regex.Pattern;

/** Base URLs as people write them, and as paths can be appended to them. */
final class BaseUrl {
    /** Hosts that a server may be told to listen on, and that nobody can be reached at. */
    private static final Pattern ANY_HOST = Pattern.compile("^(0\\.0\\.0\\.0)?(?=[:/]|$)");

    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:/]*):\\d+(/.*)?");

    /** Vertex AI in one region; in all of them and in groups of them it has hosts of another form. */
    private static final Pattern VERTEX_GLOBAL = Pattern.compile("//global-aiplatform\\.");

    private static final Pattern VERTEX_GROUP = Pattern.compile("//(us|eu)-aiplatform\\.googleapis\\.com");

    private BaseUrl() {}

    /**
     * A URL out of one that may lack scheme and port, as {@code OLLAMA_HOST} does.
     *
     * @param port what such a host listens on; 0 where none may be added
     */
    static String complete(String written, int port) {
        if (port == 0 || written.contains("://")) {
            return written;
        }
        String host = ANY_HOST.matcher(written).replaceFirst("127.0.0.1");
        if (WITH_PORT.matcher(host).matches()) {
            return "http://" + host;
        }
        int slash = host.indexOf('/');
        return slash < 0
                ? "http://" + host + ":" + port
                : "http://" + host.substring(0, slash) + ":" + port + host.substring(slash);
    }

    /** The URL of Google's host for a location, {@code global}, {@code us} and {@code eu} included. */
    static String located(String url) {
        String global = VERTEX_GLOBAL.matcher(url).replaceFirst("//aiplatform.");
        return VERTEX_GROUP.matcher(global).replaceFirst("//aiplatform.$1.rep.googleapis.com");
    }

    /** The endpoint without an end that the paths to be appended have already. */
    static Endpoint without(Endpoint endpoint, List<String> ends) {
        String prefix = endpoint.pathPrefix();
        for (String end : ends) {
            if (prefix.endsWith(end)) {
                String cut = prefix.substring(0, prefix.length() - end.length());
                return new Endpoint(endpoint.tls(), endpoint.host(), endpoint.port(), cut);
            }
        }
        return endpoint;
    }
}
