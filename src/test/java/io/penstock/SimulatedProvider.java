package io.penstock;

import io.penstock.simulator.SimulatorOptions;
import io.penstock.simulator.SimulatorVerticle;
import io.penstock.store.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;

/** A simulated provider on a free port of this machine, and what it says of itself. */
final class SimulatedProvider implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatorVerticle simulator =
            new SimulatorVerticle(new SimulatorOptions("127.0.0.1", 0), InstantSource.system());

    SimulatedProvider() throws Exception {
        Await.result(vertx.deployVerticle(simulator));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + simulator.actualPort() + "/v1";
    }

    /** What one call says that nothing disturbs. */
    String answerOf(String model, String prompt) {
        JsonObject answer = send("/v1/chat/completions", Heard.request(model, false, prompt));
        return answer.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }

    /** From now on it behaves like this model whatever it is asked for; null ends that. */
    void behave(String model) {
        send("/simulator/behave", new JsonObject().put("model", model).encode());
    }

    /** How often it was asked for this model. */
    int asked(String model) {
        return stats().getJsonObject("requests_by_model").getInteger(model, 0);
    }

    /** How often it was asked at all. */
    int asked() {
        JsonObject byModel = stats().getJsonObject("requests_by_model");
        return byModel.stream()
                .mapToInt(entry -> ((Number) entry.getValue()).intValue())
                .sum();
    }

    /** Calls it is answering. */
    int open() {
        return stats().getInteger("open_requests");
    }

    /** Calls whose client went away before the answer was complete. */
    int cancelled() {
        return stats().getInteger("cancelled_requests");
    }

    /** Body bytes it has written. */
    long written() {
        return stats().getLong("bytes_written");
    }

    private JsonObject stats() {
        return send(HttpRequest.newBuilder(uri("/simulator/stats")));
    }

    private JsonObject send(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonObject send(HttpRequest.Builder request) {
        try {
            return new JsonObject(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + simulator.actualPort() + path);
    }

    @Override
    public void close() throws Exception {
        client.close();
        Await.result(vertx.close());
    }
}
