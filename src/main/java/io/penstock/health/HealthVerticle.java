package io.penstock.health;

import io.penstock.bus.Bus;
import io.penstock.bus.Listing;
import io.penstock.config.ForwardProxy;
import io.penstock.config.Settings;
import io.penstock.health.HealthBoard.Finding;
import io.penstock.health.HealthBoard.Status;
import io.penstock.provider.Provider;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that asks every provider with a key for its model list, which costs nothing, all at once and every {@code
 * health.interval_seconds}; and PostgreSQL whether it is there. The lists go over the bus, so that models a provider has
 * added are served without a change of configuration. What breakers do it takes off the bus.
 */
public final class HealthVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HealthVerticle.class);
    private static final long DATABASE_MILLIS = 5_000;
    /** A provider that takes longer for a list of its models is degraded. */
    private static final long SLOW_MILLIS = 5_000;

    private static final int LIST_BYTES_MAX = 16 << 20;

    private final Settings settings;
    private final List<Provider> providers;
    private final HealthBoard board;
    private final Pool pool;
    private final @Nullable TrustOptions trust;
    private final InstantSource clock;
    private @Nullable WebClient plain;
    private @Nullable WebClient tls;

    public HealthVerticle(
            Settings settings,
            List<Provider> providers,
            HealthBoard board,
            Pool pool,
            @Nullable TrustOptions trust,
            InstantSource clock) {
        this.settings = settings;
        this.providers = providers.stream().filter(Provider::usable).toList();
        this.board = board;
        this.pool = pool;
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        plain = client(settings.environment().httpProxy());
        tls = client(settings.environment().httpsProxy());
        providers.forEach(provider -> board.provider(provider.name(), Finding.NONE));
        new Bus(vertx).onCircuitChanged(change -> board.changed(change, clock.instant()));
        vertx.setPeriodic(0, settings.health().intervalSeconds() * 1_000L, tick -> providers.forEach(this::probe));
        vertx.setPeriodic(0, DATABASE_MILLIS, tick -> checkDatabase());
        return Future.succeededFuture();
    }

    private WebClient client(@Nullable String proxy) {
        WebClientOptions options =
                new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false);
        options.setTrustOptions(trust).setConnectTimeout(settings.timeouts().connectMillis());
        ForwardProxy.apply(options, proxy, settings.environment().noProxy());
        return WebClient.create(vertx, options);
    }

    private void checkDatabase() {
        long began = clock.millis();
        pool.query("select 1").execute().onComplete(done -> {
            Status status = done.succeeded() ? Status.HEALTHY : Status.DOWN;
            String detail = done.succeeded() ? "answers" : "does not answer";
            board.database(new Finding(status, detail, clock.millis() - began, clock.instant()));
        });
    }

    private void probe(Provider provider) {
        long began = clock.millis();
        HttpRequest<Buffer> request = Objects.requireNonNull(provider.endpoint().tls() ? tls : plain)
                .getAbs(provider.endpoint().url() + "/models")
                .timeout(settings.health().timeoutSeconds() * 1_000L);
        if (!provider.keys().isEmpty()) {
            request.putHeader("Authorization", provider.keys().getFirst().bearer());
        }
        request.send().onComplete(done -> {
            long millis = clock.millis() - began;
            Finding finding = done.succeeded()
                    ? judge(provider, done.result(), millis)
                    : new Finding(Status.DOWN, "no answer", millis, clock.instant());
            Finding before = board.probed(provider.name());
            boolean asExpected = Finding.NONE.equals(before) && finding.status() == Status.HEALTHY;
            if (!asExpected && (before == null || before.status() != finding.status())) {
                LOG.info("{} is {}: {}", provider.name(), finding.status().label(), finding.detail());
            }
            board.provider(provider.name(), finding);
        });
    }

    private Finding judge(Provider provider, HttpResponse<Buffer> response, long millis) {
        int code = response.statusCode();
        if (code == 401 || code == 403) {
            return new Finding(Status.DOWN, "rejects the key (" + code + ")", millis, clock.instant());
        }
        if (code == 429 || code >= 500) {
            return new Finding(Status.DEGRADED, "answered " + code, millis, clock.instant());
        }
        if (code >= 300 && code < 400) {
            return new Finding(Status.DEGRADED, "answered " + code + ", a redirect", millis, clock.instant());
        }
        if (code == 200) {
            publish(provider, response.body());
        }
        return millis > SLOW_MILLIS
                ? new Finding(Status.DEGRADED, "slow", millis, clock.instant())
                : new Finding(Status.HEALTHY, "answers", millis, clock.instant());
    }

    private void publish(Provider provider, @Nullable Buffer body) {
        if (body == null || body.length() > LIST_BYTES_MAX) {
            return;
        }
        List<String> ids = ids(body);
        if (!ids.isEmpty()) {
            new Bus(vertx).modelsListed(new Listing(provider.name(), ids));
        }
    }

    /** OpenAI's {@code {"data":[{"id"}]}}, or the bare array some compatible servers send. */
    private static List<String> ids(Buffer body) {
        List<String> ids = new ArrayList<>();
        try {
            Object value = body.toJsonValue();
            Object list = value instanceof JsonObject object ? object.getValue("data") : value;
            if (list instanceof JsonArray array) {
                for (Object entry : array) {
                    if (entry instanceof JsonObject model && model.getValue("id") instanceof String id) {
                        ids.add(id.startsWith("models/") ? id.substring("models/".length()) : id);
                    }
                }
            }
        } catch (DecodeException e) {
            LOG.debug("a model list is no JSON: {}", e.getMessage());
        }
        return ids;
    }
}
