package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.Role;
import io.penstock.bus.Bus;
import io.penstock.call.CallRecord;
import io.penstock.call.Outcome;
import io.penstock.catalog.Offered;
import io.penstock.circuit.LastErrors;
import io.penstock.circuit.VertxSwitch;
import io.penstock.config.Settings;
import io.penstock.config.SettingsLoader;
import io.penstock.google.AccessTokens;
import io.penstock.provider.Endpoint;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Hints;
import io.penstock.routing.Affinity;
import io.penstock.routing.Availability;
import io.penstock.routing.Offer;
import io.penstock.routing.Paces;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A bug of the gateway's own ends the call it struck, and no other. */
class CrashTest {
    private static final String KEY = "pk-crash-0123456789";

    @Test
    void answersA500AndWritesARecordWhenAStepThrows() throws Exception {
        // Given
        Vertx vertx = Vertx.vertx();
        BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Bus.prepare(vertx);
            new Bus(vertx).onCallsFinished(records::addAll);
            ProxyVerticle.Shared shared = withAProviderAtAPortThatIsNone(vertx);
            vertx.deployVerticle(new ProxyVerticle(shared)).await(10, TimeUnit.SECONDS);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + shared.port().get() + "/v1/chat/completions"))
                    .timeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + KEY)
                    .POST(BodyPublishers.ofString("{\"model\":\"ghost-1\"}"))
                    .build();
            // When
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            // Then
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("internal_error").doesNotContain("ghost", "Exception");
            CallRecord call = records.poll(5, TimeUnit.SECONDS);
            assertThat(call).isNotNull();
            assertThat(call.outcome()).isEqualTo(new Outcome.GatewayFailed());
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static ProxyVerticle.Shared withAProviderAtAPortThatIsNone(Vertx vertx) {
        Caller caller = new Caller(UUID.randomUUID(), "test", Role.USER, Caller.NEVER);
        KeyRing keys = new KeyRing(Map.of(KeyHash.of(KEY), caller));
        Settings settings = new SettingsLoader(Map.of("PORT", "0")).load();
        return new ProxyVerticle.Shared(
                settings,
                Offered.live(
                        List.of(new Offer("ghost", true, List.of("ghost-1"))),
                        settings.routing(),
                        new Endpoint(false, "127.0.0.1", 70_000, "")),
                new Cells(
                        Map.of(),
                        settings.resilience().breaker().rules(),
                        settings.resilience().bench().rules(),
                        VertxSwitch.of(vertx, 5_000),
                        change -> {}),
                new LastErrors(),
                new Routing(new Paces(), new Affinity(), Availability.ALWAYS, new Hints(), () -> 0),
                () -> keys,
                null,
                new AccessTokens(vertx, settings, null, InstantSource.system()),
                new SimpleMeterRegistry(),
                System::nanoTime,
                InstantSource.system(),
                () -> 1L,
                List.of(),
                1,
                new AtomicInteger(),
                new AtomicInteger());
    }
}
