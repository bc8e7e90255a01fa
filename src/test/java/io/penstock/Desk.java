package io.penstock;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A gateway before one provider of each great dialect, all of them played by one upstream: the models are {@code chat-m},
 * {@code responses-m}, {@code messages-m} and {@code gemini-m}, and each is called {@code real-m} by its provider where a
 * call names {@code chat/real-m} and so on.
 */
final class Desk implements AutoCloseable {
    static final String SECRET = "sk-upstream-secret-0123456789";

    final ScriptedUpstream upstream = new ScriptedUpstream();
    final TestGateway gateway;

    Desk() throws Exception {
        StringBuilder yaml = new StringBuilder(TestGateway.ONE_ATTEMPT)
                .append("simulator: {enabled: false}\ntimeouts: {heartbeat_seconds: 1}\nproviders:\n");
        for (String dialect : List.of("chat", "responses", "messages", "gemini")) {
            yaml.append("  my-%1$s: {dialect: %1$s, base_url: \"%2$s\", api_key: %3$s, models: [%1$s-m, org/%1$s-m]}\n"
                    .formatted(dialect, upstream.baseUrl(), SECRET));
        }
        gateway = TestGateway.start(yaml.toString(), Map.of());
    }

    /** The upstream answers so, whatever it is asked. */
    void answers(int status, String json) {
        upstream.plays((request, wire) -> wire.json(status, json));
    }

    /** The upstream answers with this stream. */
    void streams(String sse) {
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(sse);
            wire.endOfChunks();
        });
    }

    /** Without a key, which the caller gives in its own way. */
    HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return gateway.client().send(request.build(), BodyHandlers.ofString());
    }

    /** The JSON of each event, with its name as {@code event} where it has one; comments and {@code [DONE]} are left out. */
    static List<JsonObject> events(String sse) {
        List<JsonObject> events = new ArrayList<>();
        for (String event : sse.split("\r?\n\r?\n")) {
            String name = null;
            for (String line : event.split("\r?\n")) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: {")) {
                    JsonObject json = new JsonObject(line.substring(6));
                    events.add(name == null ? json : json.put("event", name));
                }
            }
        }
        return events;
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        upstream.close();
    }
}
