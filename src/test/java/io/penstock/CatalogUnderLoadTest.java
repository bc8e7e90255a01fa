package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes of the catalog while calls go on: every event loop follows, and no call fails. */
class CatalogUnderLoadTest {
    private static final int CALLERS = 16;
    /** One second is promised and shown in the table; a machine with other work to do is given more. */
    private static final long FOLLOWED_MILLIS_MAX = 5_000;

    private static final String MODEL = "sim-8x2";

    private static SimulatedProvider first;
    private static SimulatedProvider second;
    private static TestGateway gateway;

    private final Queue<Seen> calls = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** One call: when it was sent, what came back, and who answered. */
    private record Seen(long sentNanos, int status, String provider) {}

    @BeforeAll
    static void start() throws Exception {
        first = new SimulatedProvider();
        second = new SimulatedProvider();
        gateway = TestGateway.start("""
                server: {port: 0, event_loops: 2}
                simulator: {enabled: false}
                providers:
                  one: {base_url: "%s", keyless: true, list: none, models: [%s]}
                  two: {base_url: "%s", keyless: true, list: none, models: [%s]}
                """.formatted(first.baseUrl(), MODEL, second.baseUrl(), MODEL), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        first.close();
        second.close();
    }

    @Test
    void reachEveryEventLoopWithoutAFailedCall() throws Exception {
        // Given
        AdminCaller operator = new AdminCaller(gateway);
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(Thread.ofVirtual().start(this::callOnAndOn));
        }
        answeredBy("one", System.nanoTime());
        // When
        long bySql = System.nanoTime();
        gateway.database().execute("update llm_providers set position = 5 where name = 'two'");
        long sqlMillis = answeredBy("two", bySql);
        long byRest = System.nanoTime();
        assertThat(operator.post("/providers/two/disable", null).status()).isEqualTo(200);
        long restMillis = answeredBy("one", byRest);
        long back = System.nanoTime();
        assertThat(operator.post("/providers/two/enable", null).status()).isEqualTo(200);
        answeredBy("two", back);
        // Then
        over.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(calls).extracting(Seen::status).containsOnly(200);
        assertThat(calls).hasSizeGreaterThan(10 * CALLERS);
        assertThat(List.of(sqlMillis, restMillis)).allMatch(millis -> millis <= FOLLOWED_MILLIS_MAX);
        ScenarioTable.put(
                "catalog changed by SQL, " + CALLERS + " callers",
                Set.of("200"),
                Set.of("one:200; two:200"),
                sqlMillis);
        ScenarioTable.put(
                "catalog changed by REST, " + CALLERS + " callers",
                Set.of("200"),
                Set.of("two:200; one:200"),
                restMillis);
    }

    private void callOnAndOn() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url("/v1/chat/completions")))
                .header("authorization", "Bearer " + TestGateway.CLIENT_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(Heard.request(MODEL, false, "Hello")))
                .build();
        // Connections of its own: they spread over the event loops.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (over.getCount() > 0) {
                long sent = System.nanoTime();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                String provider =
                        answer.headers().firstValue("x-penstock-provider").orElse("nobody");
                calls.add(new Seen(sent, answer.statusCode(), provider));
            }
        } catch (Exception e) {
            calls.add(new Seen(System.nanoTime(), 0, String.valueOf(e)));
        }
    }

    /**
     * Waits until whoever calls has been answered by this provider alone for a while.
     *
     * @return milliseconds from then to the last call sent that another answered
     */
    private long answeredBy(String provider, long sinceNanos) throws Exception {
        long last = sinceNanos;
        long quiet = System.nanoTime();
        long end = quiet + TimeUnit.MILLISECONDS.toNanos(2 * FOLLOWED_MILLIS_MAX);
        while (System.nanoTime() < end && System.nanoTime() - quiet < TimeUnit.MILLISECONDS.toNanos(700)) {
            assertThat(over.await(20, TimeUnit.MILLISECONDS)).isFalse();
            for (Seen call : calls) {
                if (call.sentNanos > last && !call.provider.equals(provider)) {
                    last = call.sentNanos;
                    quiet = System.nanoTime();
                }
            }
        }
        assertThat(calls).anyMatch(call -> call.sentNanos > sinceNanos && call.provider.equals(provider));
        return TimeUnit.NANOSECONDS.toMillis(last - sinceNanos);
    }
}
