package io.penstock.proxy;

import io.penstock.catalog.Snapshot;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections and keys of every provider of one inventory, as one event loop uses them. A call keeps those it began
 * with.
 */
final class Upstreams {
    /** Paths of one provider that are kept ready; where a model's name stands in them there may be many. */
    private static final int PATHS_MAX = 256;

    private final Map<String, Upstream> byProvider = new HashMap<>();

    /** Makes those of the inventory in force, once for each: connections are kept beyond it, by address. */
    static final class Live {
        private final HttpClient plain;
        private final HttpClient tls;
        private long generation = -1;
        private Upstreams current;

        Live(HttpClient plain, HttpClient tls) {
            this.plain = plain;
            this.tls = tls;
            this.current = new Upstreams(List.of(), plain, tls);
        }

        Upstreams at(Snapshot snapshot) {
            if (snapshot.generation() != generation) {
                generation = snapshot.generation();
                current = new Upstreams(snapshot.providers(), plain, tls);
            }
            return current;
        }
    }

    private Upstreams(List<Provider> providers, HttpClient plain, HttpClient tls) {
        for (Provider provider : providers) {
            byProvider.put(
                    provider.name(), new Upstream(provider, provider.endpoint().tls() ? tls : plain));
        }
    }

    /** @throws IllegalStateException if the catalog names a provider that is not configured: a bug */
    Upstream of(String provider) {
        Upstream upstream = byProvider.get(provider);
        if (upstream == null) {
            throw new IllegalStateException("no such provider: " + provider);
        }
        return upstream;
    }

    /** One provider: where calls are sent, and with which key. */
    static final class Upstream {
        private final Provider provider;
        private final HttpClient client;
        private final String okLabel;
        private final Map<String, RequestOptions> options = new HashMap<>();
        private final Map<String, String> keyless;
        private final List<Map<String, String>> keyed;

        Upstream(Provider provider, HttpClient client) {
            this.provider = provider;
            this.client = client;
            this.okLabel = provider.name() + ":200";
            this.keyless = provider.headers(null);
            this.keyed = provider.keys().stream().map(provider::headers).toList();
        }

        // A call that began before the catalog changed may be told a number that only the new one has.
        /** The headers of every request with the key of that number; for one that is signed, those besides. */
        Map<String, String> headers(int key) {
            return keyed.isEmpty() ? keyless : keyed.get(key % keyed.size());
        }

        /** How most attempts end, so that it is written once. */
        String okLabel() {
            return okLabel;
        }

        Provider provider() {
            return provider;
        }

        /** A connection for one call, from the pool or new. */
        Future<HttpClientRequest> open(String path) {
            RequestOptions known = options.get(path);
            if (known == null) {
                known = optionsFor(path);
                if (options.size() < PATHS_MAX) {
                    options.put(path, known);
                }
            }
            return client.request(known);
        }

        private RequestOptions optionsFor(String path) {
            return new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost(provider.endpoint().host())
                    .setPort(provider.endpoint().port())
                    .setSsl(provider.endpoint().tls())
                    .setURI(provider.endpoint().pathPrefix() + path);
        }

        /** The key of that number; {@code null} where the provider needs none. */
        @Nullable
        ProviderKey key(int number) {
            List<ProviderKey> keys = provider.keys();
            return keys.isEmpty() ? null : keys.get(number % keys.size());
        }
    }
}
