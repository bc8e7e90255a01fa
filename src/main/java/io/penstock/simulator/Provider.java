package io.penstock.simulator;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator's request path: route, read, parse, answer, play. Every path works with and without {@code /v1}. */
final class Provider implements Handler<HttpServerRequest> {

    static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final String MODELS = "/models/";

    private final Vertx vertx;
    private final Answers answers;
    private final Stats stats = new Stats();
    private final long startedSeconds;

    Provider(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.answers = new Answers(clock, Provider::unique);
        this.startedSeconds = clock.instant().getEpochSecond();
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.response().putHeader("x-request-id", "req_" + unique());
        String path = request.path() == null ? "" : request.path();
        String route = path.startsWith("/v1/") ? path.substring("/v1".length()) : path;
        switch (route) {
            case "/chat/completions", "/completions", "/embeddings" -> model(request, route);
            case "/models" -> get(request, models());
            case "/simulator/stats" -> get(request, stats.toJson());
            default -> {
                if (route.startsWith(MODELS)) {
                    oneModel(request, route.substring(MODELS.length()));
                } else {
                    send(
                            request,
                            ApiError.unknownUrl(request.method().name(), path).reply());
                }
            }
        }
    }

    private void model(HttpServerRequest request, String route) {
        if (!allowed(request, HttpMethod.POST)) {
            return;
        }
        stats.seen();
        new BodyCollector(
                        MAX_BODY_BYTES,
                        body -> answer(request, route, body),
                        () -> send(request, ApiError.tooLarge(MAX_BODY_BYTES).reply()))
                .collect(request);
    }

    private void answer(HttpServerRequest request, String route, Buffer body) {
        Parsed parsed = parse(route, new Received(request.uri(), request.headers(), body));
        boolean stream = parsed instanceof Generate call && call.stream();
        new Exchange(vertx, request, reply(parsed), stats, stream).play();
    }

    private Reply reply(Parsed parsed) {
        try {
            return answers.to(parsed);
        } catch (RuntimeException bug) {
            LOG.error("The simulator failed to answer", bug);
            return ApiError.server().reply();
        }
    }

    private static Parsed parse(String route, Received received) {
        Optional<JsonObject> json = BodyFields.parse(received.body());
        if (json.isEmpty()) {
            return ApiError.invalid("We could not parse the JSON body of your request.", null, null);
        }
        Optional<String> model = BodyFields.string(json.get(), "model");
        if (model.isEmpty()) {
            return ApiError.invalid("You must provide a model parameter.", "model", "missing_required_parameter");
        }
        Optional<Behaviour> behaviour = ModelCatalogue.find(model.get());
        if (behaviour.isEmpty()) {
            return ApiError.unknownModel(model.get());
        }
        return switch (route) {
            case "/embeddings" -> EmbedParser.parse(json.get(), model.get(), behaviour.get(), received);
            case "/completions" ->
                GenerateParser.parse(Choices.TEXT, json.get(), model.get(), behaviour.get(), received);
            default -> GenerateParser.parse(Choices.CHAT, json.get(), model.get(), behaviour.get(), received);
        };
    }

    private void oneModel(HttpServerRequest request, String model) {
        if (ModelCatalogue.find(model).isPresent()) {
            get(request, describe(model));
        } else {
            send(request, ApiError.unknownModel(model).reply());
        }
    }

    private JsonObject models() {
        JsonArray data = new JsonArray();
        ModelCatalogue.examples().forEach(model -> data.add(describe(model)));
        return new JsonObject().put("object", "list").put("data", data);
    }

    private JsonObject describe(String model) {
        return new JsonObject()
                .put("id", model)
                .put("object", "model")
                .put("created", startedSeconds)
                .put("owned_by", "penstock-simulator");
    }

    private void get(HttpServerRequest request, JsonObject body) {
        if (allowed(request, HttpMethod.GET)) {
            send(request, Reply.json(200, body));
        }
    }

    private boolean allowed(HttpServerRequest request, HttpMethod method) {
        if (request.method().equals(method)) {
            return true;
        }
        request.response().putHeader("allow", method.name());
        send(request, ApiError.wrongMethod(request.method().name()).reply());
        return false;
    }

    /** Replies to what is no model call, or was refused before it was understood; such replies are not counted. */
    private void send(HttpServerRequest request, Reply reply) {
        new Exchange(vertx, request, reply, new Stats(), false).play();
    }

    private static String unique() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt());
    }
}
