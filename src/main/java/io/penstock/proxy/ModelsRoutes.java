package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.admission.Admission;
import io.penstock.catalog.LiveCatalog;
import io.penstock.dialect.ApiError;
import io.penstock.routing.Scope;
import io.penstock.routing.Target;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}}: what a caller may ask for by name; of one also where it is not
 * listed, as {@code auto} and {@code provider/model} are not. In OpenAI's form; in
 * Anthropic's where a header says that an Anthropic client asks; in Google's below {@code /v1beta}.
 *
 * <p>Codex asks with {@code client_version} and reads a list {@code models} of its own form, whose entries describe prompts
 * and tools that only its maker knows. It gets OpenAI's list, without such a field, and then goes by what it was built
 * with; an empty one would take that from it.
 */
final class ModelsRoutes {
    private static final String[] BASES = {"/v1/models", "/models", "/openai/v1/models", "/openai/models"};
    private static final String GOOGLE_BASE = "/v1beta/models";

    private static final String CALLER = "caller";

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
            mount(router, base);
        }
        mount(router, GOOGLE_BASE);
    }

    private void mount(Router router, String base) {
        page(router, base).handler(this::admitted).handler(this::list);
        page(router, base + "/*").handler(this::admitted).handler(context -> one(context, base));
    }

    private static Route page(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private void admitted(RoutingContext context) {
        String key = Admission.presented(context.request());
        if (key == null) {
            refuse(context, Admission.NO_KEY);
            return;
        }
        Caller caller = admission.find(key);
        if (caller == null) {
            refuse(context, Admission.WRONG_KEY);
        } else {
            context.put(CALLER, caller);
            context.next();
        }
    }

    private static ModelList form(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (String.valueOf(request.path()).startsWith(GOOGLE_BASE)) {
            return ModelList.GOOGLE;
        }
        boolean anthropic = request.headers().contains("anthropic-version")
                || request.headers().contains("x-api-key");
        return anthropic ? ModelList.ANTHROPIC : ModelList.OPENAI;
    }

    private void list(RoutingContext context) {
        ModelList.Page page = ModelList.Page.of(context.queryParams());
        json(context, 200, form(context).list(served(context), startedSeconds, page));
    }

    /** What this caller may use. */
    private Map<String, Target> served(RoutingContext context) {
        return catalog.current().models().served(context.<Caller>get(CALLER).scope());
    }

    /** Ids hold slashes, as they are or percent-encoded: all of the path's rest is the id. */
    private void one(RoutingContext context, String base) {
        String rest = String.valueOf(context.request().path());
        String id = rest.length() <= base.length() + 1 ? null : RouteTable.model(rest.substring(base.length() + 1));
        Scope scope = context.<Caller>get(CALLER).scope();
        Target target = id == null ? null : catalog.current().models().reached(id, scope);
        if (target == null || id == null) {
            String asked = id == null ? rest : id;
            refuse(context, Unserved.unknown(asked, catalog.current().models().nearest(asked), false));
        } else {
            json(context, 200, form(context).one(id, target, startedSeconds));
        }
    }

    private static void refuse(RoutingContext context, ApiError error) {
        context.response().putHeader(Names.SHOULD_RETRY, Names.FALSE);
        json(context, error.status(), form(context).error(error));
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Names.JSON)
                .end(body.toBuffer());
    }
}
