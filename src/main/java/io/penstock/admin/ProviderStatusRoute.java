package io.penstock.admin;

import io.penstock.admission.Admission;
import io.penstock.circuit.LastErrors;
import io.penstock.dialect.ApiError;
import io.penstock.provider.Provider;
import io.penstock.resilience.Cells;
import io.penstock.routing.Spelling;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/admin/providers/status} and {@code .../status/{name}}: what the gateway knows of its providers and
 * their failures, for holders of an admin key. Reads what calls have left behind and asks nobody.
 */
public final class ProviderStatusRoute {
    private static final String PATH = "/api/v1/admin/providers/status";
    /** A name with more wrong letters is no slip of the pen. */
    private static final int SLIPS_MAX = 3;

    /**
     * Where the page's contents come from.
     *
     * @param providers those of the catalog in force, in their order
     * @param cells breakers and benches
     * @param windowSeconds how far back a breaker counts
     * @param errors the last errors of each provider
     * @param health what {@code /health} says of the provider of that name; null where it is not looked at
     * @param nanoTime the clock of the cells
     * @param clock wall clock
     */
    public record Sources(
            Supplier<List<Provider>> providers,
            Cells cells,
            int windowSeconds,
            LastErrors errors,
            Function<String, @Nullable JsonObject> health,
            LongSupplier nanoTime,
            InstantSource clock) {}

    private final AdminGate gate;
    private final Sources sources;
    private final Instant started;

    public ProviderStatusRoute(Admission admission, Sources sources) {
        this.gate = new AdminGate(admission);
        this.sources = sources;
        this.started = sources.clock().instant();
    }

    public void mount(Vertx vertx, Router router) {
        router.route(PATH)
                .handler(gate::pass)
                .handler(ProviderStatusRoute::read)
                .handler(context -> answer(vertx, context, StatusReport::all));
        router.route(PATH + "/:name")
                .handler(gate::pass)
                .handler(ProviderStatusRoute::read)
                .handler(context -> one(vertx, context));
    }

    private static void read(RoutingContext context) {
        switch (context.request().method().name()) {
            case "GET", "HEAD" -> context.next();
            default -> Answers.wrongMethod(context, "GET");
        }
    }

    private void one(Vertx vertx, RoutingContext context) {
        String name = context.pathParam("name");
        sources.providers().get().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        provider -> answer(vertx, context, report -> report.one(provider)),
                        () -> Answers.error(context, unknown(name)));
    }

    /** Not on the event loop: there may be ten thousand benches to tell of. */
    private void answer(Vertx vertx, RoutingContext context, Function<StatusReport, JsonObject> page) {
        vertx.executeBlocking(
                        () -> page.apply(new StatusReport(sources, started)).toBuffer(), false)
                .onSuccess(body -> Answers.json(context, body))
                .onFailure(context::fail);
    }

    private ApiError unknown(String name) {
        String shown = Refused.shown(name);
        String hint = sources.providers().get().stream()
                .map(Provider::name)
                .filter(known -> distance(name, known) <= SLIPS_MAX)
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .map(nearest -> " Did you mean " + nearest + "?")
                .orElse(" GET " + PATH + " names them all.");
        return ApiError.invalid(
                404, "name", "provider_not_found", "No provider here is called '" + shown + "'." + hint);
    }

    private static int distance(String asked, String known) {
        return Spelling.distance(asked, known, SLIPS_MAX);
    }
}
