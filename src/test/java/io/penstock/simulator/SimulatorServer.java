package io.penstock.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A simulator on a free loopback port, and the two clients that talk to it: a well-behaved one and a bare socket. */
final class SimulatorServer implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatorVerticle simulator;

    SimulatorServer() {
        this(InstantSource.system());
    }

    /** One that takes this for the time. */
    SimulatorServer(InstantSource clock) {
        simulator = new SimulatorVerticle(new SimulatorOptions("127.0.0.1", 0), clock);
        await(vertx.deployVerticle(simulator));
    }

    static JsonObject chat(String model) {
        JsonObject message = new JsonObject().put("role", "user").put("content", "hello there");
        return new JsonObject().put("model", model).put("messages", List.of(message));
    }

    static JsonObject streamed(String model) {
        return chat(model).put("stream", true);
    }

    HttpResponse<String> chatWith(JsonObject body) {
        return post("/v1/chat/completions", body);
    }

    /** The same call with this bearer key. */
    HttpResponse<String> chatWith(JsonObject body, String key) {
        return send(HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body.encode())));
    }

    HttpResponse<String> post(String path, JsonObject body) {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body.encode())));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject json(JsonObject body) {
        return new JsonObject(chatWith(body).body());
    }

    /** The data of each event of a stream that ends properly. */
    List<String> events(JsonObject body) {
        return events(chatWith(body).body());
    }

    static List<String> events(String stream) {
        List<String> data = new ArrayList<>();
        for (String line : stream.split("\r\n|\n")) {
            if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }
        return data;
    }

    static String textOf(List<String> events) {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            if (event.startsWith("{") && event.endsWith("}")) {
                var choices = new JsonObject(event).getJsonArray("choices");
                if (!choices.isEmpty()) {
                    text.append(choices.getJsonObject(0).getJsonObject("delta").getString("content", ""));
                }
            }
        }
        return text.toString();
    }

    JsonObject stats() {
        return new JsonObject(get("/simulator/stats").body());
    }

    /** Once nothing of an earlier test is under way: the end of a connection is seen later than it is made. */
    JsonObject statsAtRest() {
        return statsOnce(now -> now.getLong("open_requests") == 0);
    }

    /** Asks for the stats until they are as wished. */
    JsonObject statsOnce(Predicate<JsonObject> wished) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonObject stats = stats();
        while (!wished.test(stats)) {
            if (System.nanoTime() > deadline) {
                fail("never came: " + stats);
            }
            stats = stats();
        }
        return stats;
    }

    /** A bare connection that has sent this chat request. */
    RawExchange raw(JsonObject body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(bytes);
        return new RawExchange(socket);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return simulator.actualPort();
    }

    @Override
    public void close() {
        client.close();
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.await(5, SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
