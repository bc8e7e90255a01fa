package io.penstock.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a catalog is fetched from: http or https, once at the start, {@link YamlText#BYTES_MAX} long at most, within
 * {@link #SECONDS_MAX}. Redirects are followed, but not from https to http.
 */
final class CatalogAddress {
    private static final int SECONDS_MAX = 10;
    private static final int OK = 200;

    private final URI uri;
    private final int secondsMax;

    private CatalogAddress(URI uri, int secondsMax) {
        this.uri = uri;
        this.secondsMax = secondsMax;
    }

    static boolean isOne(String named) {
        return named.regionMatches(true, 0, "http://", 0, 7) || named.regionMatches(true, 0, "https://", 0, 8);
    }

    /** @throws SettingsException where no request can be made of it; the text itself is not shown, it may hold a secret */
    static CatalogAddress parse(String where, String named) {
        try {
            URI uri = new URI(named);
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 0xFFFF) {
                return new CatalogAddress(uri, SECONDS_MAX);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw SettingsException.located(
                where, "is no address that can be asked: write e.g. https://host/models.yaml, without a user's name");
    }

    /** The same address, given up after fewer seconds. */
    CatalogAddress within(int seconds) {
        return new CatalogAddress(uri, seconds);
    }

    /** For messages: without its query, which may hold a secret. */
    String shown() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    /**
     * Its content.
     *
     * @throws IOException with one sentence that names the address
     */
    byte[] fetch(Settings.Environment environment) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(secondsMax))
                .followRedirects(HttpClient.Redirect.NORMAL);
        InetSocketAddress proxy = proxy(environment);
        if (proxy != null) {
            client.proxy(ProxySelector.of(proxy));
        }
        HttpClient open = client.build();
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
            return content(
                    open.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), YamlText.BYTES_MAX)));
        } finally {
            open.shutdownNow();
        }
    }

    private byte[] content(CompletableFuture<HttpResponse<byte[]>> asked) throws IOException {
        try {
            HttpResponse<byte[]> answer = asked.get(secondsMax, TimeUnit.SECONDS);
            if (answer.statusCode() != OK) {
                throw new IOException(shown() + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException(shown() + " did not answer whole within " + secondsMax + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(shown() + " cannot be fetched: " + reason(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(shown() + " was not waited for", e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }

    private @Nullable InetSocketAddress proxy(Settings.Environment environment) {
        String proxy = "https".equalsIgnoreCase(uri.getScheme()) ? environment.httpsProxy() : environment.httpProxy();
        return proxy == null ? null : ForwardProxy.address(proxy, uri.getHost(), environment.noProxy());
    }
}
