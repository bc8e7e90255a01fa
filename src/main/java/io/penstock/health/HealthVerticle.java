package io.penstock.health;

import io.penstock.bus.Bus;
import io.penstock.bus.Listing;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.ForwardProxy;
import io.penstock.config.Settings;
import io.penstock.google.AccessTokens;
import io.penstock.google.Grant;
import io.penstock.health.HealthBoard.Finding;
import io.penstock.health.HealthBoard.Status;
import io.penstock.provider.Auth;
import io.penstock.provider.KeyCheck;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.provider.ServiceAccount;
import io.penstock.resilience.Verdict;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that asks every provider with a key what costs nothing and proves the key, where there is such a thing, all
 * at once and every {@code health.interval_seconds}; then for its models; and PostgreSQL whether it is there. The lists go over the bus, so that models a provider has
 * added are served without a change of configuration. What breakers do it takes off the bus.
 */
public final class HealthVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HealthVerticle.class);
    private static final long DATABASE_MILLIS = 5_000;
    /** A provider that takes longer for a list of its models is degraded. */
    private static final long SLOW_MILLIS = 5_000;

    private static final int LIST_BYTES_MAX = 16 << 20;
    private static final int OK = 200;

    private final Settings settings;
    private final LiveCatalog catalog;
    private final HealthBoard board;
    private final Pool pool;
    private final @Nullable TrustOptions trust;
    private final AccessTokens tokens;
    private final InstantSource clock;
    private @Nullable WebClient plain;
    private @Nullable WebClient tls;

    public HealthVerticle(
            Settings settings,
            LiveCatalog catalog,
            HealthBoard board,
            Pool pool,
            @Nullable TrustOptions trust,
            AccessTokens tokens,
            InstantSource clock) {
        this.settings = settings;
        this.catalog = catalog;
        this.board = board;
        this.pool = pool;
        this.trust = trust;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        plain = client(settings.environment().httpProxy());
        tls = client(settings.environment().httpsProxy());
        usable().forEach(provider -> board.provider(provider.name(), Finding.NONE));
        catalog.follow(change -> context.runOnContext(here -> changed(change)));
        new Bus(vertx).onCircuitChanged(change -> board.changed(change, clock.instant()));
        vertx.setPeriodic(0, settings.health().intervalSeconds() * 1_000L, tick -> usable().forEach(this::probe));
        vertx.setPeriodic(0, DATABASE_MILLIS, tick -> checkDatabase());
        return Future.succeededFuture();
    }

    private List<Provider> usable() {
        return catalog.current().providers().stream().filter(Provider::usable).toList();
    }

    /** Those that are new or not what they were are asked at once. */
    private void changed(LiveCatalog.Change change) {
        board.keep(usable().stream().map(Provider::name).collect(Collectors.toSet()), change.uprooted());
        usable().stream()
                .filter(provider -> !change.before().providers().contains(provider))
                .forEach(provider -> {
                    board.provider(provider.name(), Finding.NONE);
                    probe(provider);
                });
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
        KeyCheck check = provider.check();
        ProviderKey key = provider.keys().isEmpty() ? null : provider.keys().getFirst();
        if (key != null && key.auth() instanceof Auth.GoogleAccount google) {
            ask(provider, google.account());
            return;
        }
        if (check == null || key != null && key.auth() instanceof Auth.AwsSignature) {
            found(provider, new Finding(Status.UNKNOWN, "no free check, calls tell", 0, clock.instant()));
            return;
        }
        long began = clock.millis();
        request(HttpMethod.valueOf(check.method()), provider, provider.url(check.target()), key)
                .send()
                .onComplete(done -> {
                    long millis = clock.millis() - began;
                    if (done.failed()) {
                        found(provider, new Finding(Status.DOWN, "no answer", millis, clock.instant()));
                        return;
                    }
                    HttpResponse<Buffer> response = done.result();
                    CheckAnswer answer = CheckAnswer.of(
                            check, response.statusCode(), response::getHeader, response.body(), clock.millis());
                    boolean slow = answer.status() == Status.HEALTHY && millis > SLOW_MILLIS;
                    found(
                            provider,
                            slow
                                    ? new Finding(Status.DEGRADED, "slow", millis, clock.instant())
                                    : new Finding(answer.status(), answer.detail(), millis, clock.instant()));
                    list(provider, check, response, key);
                });
    }

    /** Asking for a token costs nothing and proves the key; calls find it ready. */
    private void ask(Provider provider, ServiceAccount account) {
        long began = clock.millis();
        tokens.await(account).onSuccess(grant -> {
            long millis = clock.millis() - began;
            found(
                    provider,
                    switch (grant) {
                        case Grant.Token token ->
                            new Finding(Status.HEALTHY, "grants access tokens", millis, clock.instant());
                        case Grant.Refused refused ->
                            new Finding(
                                    refused.verdict() instanceof Verdict.BadKey ? Status.DOWN : Status.DEGRADED,
                                    "grants no access token: " + refused.words(),
                                    millis,
                                    clock.instant());
                    });
        });
    }

    private HttpRequest<Buffer> request(HttpMethod method, Provider provider, String url, @Nullable ProviderKey key) {
        WebClient client = Objects.requireNonNull(url.startsWith("https:") ? tls : plain);
        HttpRequest<Buffer> request =
                client.requestAbs(method, url).timeout(settings.health().timeoutSeconds() * 1_000L);
        provider.headers(key).forEach(request::putHeader);
        return request;
    }

    /** A check may outlive the address that it asked: what it found says nothing any more. */
    private boolean isStill(Provider provider) {
        return catalog.current().providers().contains(provider);
    }

    private void found(Provider provider, Finding finding) {
        if (!isStill(provider)) {
            return;
        }
        Finding before = board.probed(provider.name());
        boolean asExpected = Finding.NONE.equals(before) && finding.status() == Status.HEALTHY;
        if (!asExpected && (before == null || before.status() != finding.status())) {
            LOG.info("{} is {}: {}", provider.name(), finding.status().label(), finding.detail());
        }
        board.provider(provider.name(), finding);
    }

    /** Takes over the list of models: the check's own answer, or what a second request is answered. */
    private void list(Provider provider, KeyCheck check, HttpResponse<Buffer> answer, @Nullable ProviderKey key) {
        String listing = provider.listing();
        if (listing == null || answer.statusCode() != OK) {
            return;
        }
        if (listing.equals(check.target())) {
            publish(provider, answer.body());
            return;
        }
        request(HttpMethod.GET, provider, provider.url(listing), key).send().onSuccess(listed -> {
            if (listed.statusCode() == OK) {
                publish(provider, listed.body());
            }
        });
    }

    private void publish(Provider provider, @Nullable Buffer body) {
        if (body == null || body.length() > LIST_BYTES_MAX || !isStill(provider)) {
            return;
        }
        List<String> ids = ModelList.ids(body);
        if (!ids.isEmpty()) {
            new Bus(vertx).modelsListed(new Listing(provider.name(), ids));
        }
    }
}
