package io.penstock;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An operator with an admin key in front of a gateway. */
final class AdminCaller {
    static final String BASE = "/api/v1/admin";

    private final TestGateway gateway;

    AdminCaller(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** What came back; the body of an answer without one is empty. */
    record Answer(int status, HttpResponse<String> raw, JsonObject body) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }

        String etag() {
            return header("etag");
        }

        JsonObject error() {
            return body.getJsonObject("error");
        }
    }

    Answer get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    /** @param path below {@link #BASE} */
    Answer send(String method, String path, String body, String... headers) throws Exception {
        return answer(gateway.client().send(request(method, path, body, headers), BodyHandlers.ofString()));
    }

    CompletableFuture<Answer> begin(String method, String path, String body, String... headers) {
        return gateway.client()
                .sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
                .thenApply(AdminCaller::answer);
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url(BASE + path)))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TestGateway.ADMIN_KEY)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private static Answer answer(HttpResponse<String> raw) {
        return new Answer(raw.statusCode(), raw, raw.body().isEmpty() ? new JsonObject() : new JsonObject(raw.body()));
    }

    /** Any answer of the gateway, without a key. */
    HttpResponse<String> anonymous(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                .build();
        return gateway.client().send(request, BodyHandlers.ofString());
    }

    /** The status of a call for this model, with a client's key. */
    int chat(String model) {
        try {
            String body = quoted("{'model':'" + model + "','messages':[{'role':'user','content':'x'}]}");
            return gateway.client()
                    .send(gateway.post("/v1/chat/completions", body).build(), BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JSON that is written with apostrophes. */
    static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
