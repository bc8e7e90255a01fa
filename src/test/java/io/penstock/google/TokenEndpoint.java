package io.penstock.google;

import io.penstock.store.Await;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A token endpoint on a port of this machine. It grants {@code ya29.token-1}, {@code ya29.token-2} and so on to whom this
 * public key belongs, and refuses others as Google does; or answers what a test tells it to.
 */
public final class TokenEndpoint implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final PublicKey key;
    private final HttpServer server;
    private final List<JsonObject> claims = new CopyOnWriteArrayList<>();
    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    private volatile boolean holds;
    private volatile int status = 200;
    private volatile String body = "";
    private volatile long seconds = 3_599;

    public TokenEndpoint(PublicKey key) throws Exception {
        this.key = key;
        this.server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.setExpectMultipart(true);
                    request.endHandler(whole -> exchange(request));
                })
                .listen(0, "127.0.0.1"));
    }

    public String uri() {
        return "http://127.0.0.1:" + server.actualPort() + "/token";
    }

    /** The claims of every assertion it could verify, in order. */
    public List<JsonObject> claims() {
        return claims;
    }

    /** From now on it answers so; an empty body means a token. */
    public void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    void grantsFor(long newSeconds) {
        seconds = newSeconds;
    }

    /** From now on it answers nobody until {@link #letGo()}. */
    void holds() {
        holds = true;
    }

    void letGo() {
        holds = false;
        vertx.runOnContext(here -> {
            held.forEach(this::answer);
            held.clear();
        });
    }

    private void exchange(HttpServerRequest request) {
        MultiMap form = request.formAttributes();
        boolean asked = "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                && request.method().name().equals("POST")
                && verified(form.get("assertion"));
        if (!asked) {
            refuse(request, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
        } else if (holds) {
            held.add(request);
        } else {
            answer(request);
        }
    }

    private boolean verified(String assertion) {
        String[] parts = assertion.split("\\.");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return false;
            }
        } catch (GeneralSecurityException e) {
            return false;
        }
        JsonObject header = json(parts[0]);
        claims.add(json(parts[1]).put("kid", header.getString("kid")));
        return header.getString("alg").equals("RS256");
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private void answer(HttpServerRequest request) {
        String token = "{\"access_token\":\"ya29.token-" + claims.size() + "\",\"expires_in\":" + seconds
                + ",\"token_type\":\"Bearer\"}";
        refuse(request, status, body.isEmpty() ? token : body);
    }

    private static void refuse(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    @Override
    public void close() throws Exception {
        Await.result(vertx.close());
    }
}
