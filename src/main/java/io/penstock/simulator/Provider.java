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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator's request path: route, read, parse, answer, play. Every path works with and without {@code /v1}. */
final class Provider implements Handler<HttpServerRequest> {

    static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final String MODELS = "/models/";

    private static final Behaviour AT_ONCE = Behaviour.Speak.plain(0, Pace.NONE);

    private final Vertx vertx;
    private final Answers answers;
    private final Mode mode;
    private final Stats stats = new Stats();
    private final long startedSeconds;

    Provider(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.mode = new Mode(clock);
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
            case "/models" -> lookUp(request, "", models());
            case "/simulator/stats" -> get(request, stats.toJson());
            case "/simulator/behave" -> behave(request);
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
        boolean stream = parsed instanceof ModelCall call && call.stream();
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

    private Parsed parse(String route, Received received) {
        Optional<JsonObject> json = BodyFields.parse(received.body());
        if (json.isEmpty()) {
            return ApiError.invalid("We could not parse the JSON body of your request.", null, null);
        }
        Optional<String> model = BodyFields.string(json.get(), "model");
        if (model.isEmpty()) {
            return ApiError.invalid("You must provide a model parameter.", "model", "missing_required_parameter");
        }
        stats.asked(model.get());
        Optional<Behaviour> behaviour = mode.behaviour().or(() -> ModelCatalogue.find(model.get()));
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
        if (mode.behaviour().isPresent() || ModelCatalogue.find(model).isPresent()) {
            lookUp(request, model, describe(model));
        } else {
            send(request, ApiError.unknownModel(model).reply());
        }
    }

    /** Tells what is known of models, as far as the mode lets it. */
    private void lookUp(HttpServerRequest request, String model, JsonObject found) {
        if (allowed(request, HttpMethod.GET)) {
            Received received = new Received(request.uri(), request.headers(), Buffer.buffer());
            Behaviour behaviour = mode.behaviour().orElse(AT_ONCE);
            send(request, reply(new Lookup(model, found, behaviour, received)));
        }
    }

    private void behave(HttpServerRequest request) {
        if (!allowed(request, HttpMethod.GET, HttpMethod.POST)) {
            return;
        }
        if (request.method().equals(HttpMethod.GET)) {
            send(request, Reply.json(200, mode.toJson()));
        } else {
            new BodyCollector(
                            MAX_BODY_BYTES,
                            body -> send(request, mode.change(body)),
                            () -> send(
                                    request, ApiError.tooLarge(MAX_BODY_BYTES).reply()))
                    .collect(request);
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

    private boolean allowed(HttpServerRequest request, HttpMethod... methods) {
        List<HttpMethod> known = List.of(methods);
        if (known.contains(request.method())) {
            return true;
        }
        String names = known.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        request.response().putHeader("allow", names);
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
