package io.penstock.proxy;

import io.penstock.admission.Admission;
import io.penstock.dialect.ApiError;
import io.penstock.routing.LiveCatalog;
import io.penstock.routing.Resolution;
import io.penstock.routing.Target;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}: what a caller may ask for by name, in OpenAI's form. */
final class ModelsRoutes {
    private static final String[] BASES = {"/v1/models", "/models", "/openai/v1/models"};

    private final Admission admission;
    private final LiveCatalog catalog;
    private final long startedSeconds;

    ModelsRoutes(Admission admission, LiveCatalog catalog, long startedSeconds) {
        this.admission = admission;
        this.catalog = catalog;
        this.startedSeconds = startedSeconds;
    }

    void mount(Router router) {
        for (String base : BASES) {
            router.get(base).handler(this::admitted).handler(this::list);
            router.get(base + "/*").handler(this::admitted).handler(context -> one(context, base));
        }
    }

    private void admitted(RoutingContext context) {
        String key = Admission.presented(context.request());
        if (key == null) {
            answer(context, Admission.NO_KEY);
        } else if (admission.find(key) == null) {
            answer(context, Admission.WRONG_KEY);
        } else {
            context.next();
        }
    }

    private void list(RoutingContext context) {
        JsonArray data = new JsonArray();
        catalog.current().served().forEach((id, target) -> data.add(model(id, target)));
        json(context, 200, new JsonObject().put("object", "list").put("data", data));
    }

    /** Ids hold slashes, as they are or percent-encoded: all of the path's rest is the id. */
    private void one(RoutingContext context, String base) {
        String rest = context.request().path().substring(base.length() + 1);
        String id = URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
        Map<String, Target> served = catalog.current().served();
        Target target = served.get(id);
        if (target == null) {
            answer(
                    context,
                    Refusals.unknownModel(
                            id, new Resolution.Unknown(catalog.current().nearest(id))));
        } else {
            json(context, 200, model(id, target));
        }
    }

    private JsonObject model(String id, Target target) {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", startedSeconds)
                .put("owned_by", target.provider());
    }

    static void answer(RoutingContext context, ApiError error) {
        context.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Names.JSON)
                .end(error.toBody());
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Names.JSON)
                .end(body.toBuffer());
    }
}
