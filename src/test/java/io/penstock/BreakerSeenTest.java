package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A breaker that opens, probes and closes, as operators see it: on their page, in /health, in meters and in the log. */
class BreakerSeenTest {
    private static final String ANSWER = "{\"choices\":[{\"finish_reason\":\"stop\"}]}";

    private LogLines log;
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void startWithAProviderThatFails() throws Exception {
        log = new LogLines();
        upstream = new ScriptedUpstream((request, wire) -> wire.json(500, "{}"));
        gateway = TestGateway.before(
                upstream.baseUrl(), "resilience: {attempts_max: 1, breaker: {streak: 2, open_seconds: 1}}\n");
        Await.until("the first look at the provider", () -> health("healthy", "answers"));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
        log.close();
    }

    @Test
    void isDownWhileItIsOpenHoweverWellItsModelsAreListed() throws Exception {
        // When
        opens();
        // Then
        Await.until("down", () -> health("down", "breaker open: 2 failed in a row, the last one: server_error"));
        assertThat(page("/health").getString("status")).isEqualTo("degraded");
        assertThat(page("/health/ready").getString("status")).isEqualTo("UP");
        assertThat(status().getJsonObject("health")).isEqualTo(finding());
        assertThat(metric("penstock_breaker_state{provider=\"up\"}")).isEqualTo(2);
        assertThat(metric("penstock_breaker_transitions_total{provider=\"up\",to=\"open\"}"))
                .isEqualTo(1);
        assertThat(log.with("up: breaker"))
                .containsExactly(
                        "WARN up: breaker open: 2 failed in a row, the last one: server_error; next probe in 1 s");
    }

    @Test
    void isHalfOpenWhileItsProbeIsOutAndClosedWhenThatSucceeds() throws Exception {
        // Given
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        opens();
        upstream.plays((request, wire) -> {
            arrived.countDown();
            release.await();
            wire.json(200, ANSWER);
        });
        Await.until("a probe that is due", this::isProbeDue);
        // When
        CompletableFuture<HttpResponse<String>> probe = gateway.client().sendAsync(chat(), BodyHandlers.ofString());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        JsonObject during = status();
        double number = metric("penstock_breaker_state{provider=\"up\"}");
        Await.until("degraded", () -> health("degraded", "breaker half-open: the first probe is sent"));
        release.countDown();
        int answered = probe.get(10, TimeUnit.SECONDS).statusCode();
        // Then
        assertThat(during.getString("state")).isEqualTo("half_open");
        assertThat(number).isEqualTo(1);
        assertThat(answered).isEqualTo(200);
        assertThat(status().getString("state")).isEqualTo("closed");
        assertThat(status().getString("reason")).isEqualTo("the probe succeeded");
        assertThat(status().getString("next_probe")).isNull();
        assertThat(status().getJsonArray("last_errors")).hasSize(2);
        Await.until("healthy", () -> health("healthy", "answers"));
        isToldOfOnce();
    }

    private void isToldOfOnce() {
        Await.until("three lines", () -> log.with("up: breaker").size() == 3);
        assertThat(log.with("up: breaker"))
                .containsExactly(
                        "WARN up: breaker open: 2 failed in a row, the last one: server_error; next probe in 1 s",
                        "INFO up: breaker half-open: the first probe is sent",
                        "INFO up: breaker closed: the probe succeeded");
        assertThat(metric("penstock_breaker_state{provider=\"up\"}")).isZero();
        for (String to : new String[] {"open", "half_open", "closed"}) {
            assertThat(metric("penstock_breaker_transitions_total{provider=\"up\",to=\"" + to + "\"}"))
                    .as(to)
                    .isEqualTo(1);
        }
    }

    private void opens() throws Exception {
        for (int call = 0; call < 2; call++) {
            assertThat(gateway.client().send(chat(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(500);
        }
        Await.until("a line in the log", () -> !log.with("up: breaker").isEmpty());
    }

    private HttpRequest chat() {
        return gateway.post("/v1/chat/completions", "{\"model\":\"up-1\",\"messages\":[]}")
                .build();
    }

    private JsonObject status() {
        return page("/api/v1/admin/providers/status/up");
    }

    /** Both instants are of one answer: what is due by a later look at the clock may not have been due. */
    private boolean isProbeDue() {
        JsonObject status = status();
        return !Instant.parse(status.getString("next_probe")).isAfter(Instant.parse(status.getString("generated_at")));
    }

    private JsonObject finding() {
        return page("/health").getJsonObject("providers").getJsonObject("up");
    }

    private boolean health(String status, String detail) {
        JsonObject finding = finding();
        return finding.getString("status").equals(status)
                && finding.getString("detail").equals(detail);
    }

    private JsonObject page(String path) {
        return new JsonObject(text(path));
    }

    private double metric(String series) {
        return text("/metrics")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    private String text(String path) {
        HttpRequest request = gateway.get(path)
                .setHeader("Authorization", "Bearer " + TestGateway.ADMIN_KEY)
                .build();
        try {
            return gateway.client().send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
