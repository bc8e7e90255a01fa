package io.penstock.health;

import io.penstock.health.HealthBoard.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * {@code /health} for people and dashboards, {@code /health/live} and {@code /health/ready} for whoever starts, stops and
 * balances processes. All read the board; none waits for anything.
 */
public final class HealthRoutes {
    private final HealthBoard board;
    private final String version;
    private final Instant started;
    private final java.time.InstantSource clock;
    private final BooleanSupplier draining;

    public HealthRoutes(HealthBoard board, String version, java.time.InstantSource clock, BooleanSupplier draining) {
        this.board = board;
        this.version = version;
        this.clock = clock;
        this.started = clock.instant();
        this.draining = draining;
    }

    public void mount(Vertx vertx, Router router) {
        HealthChecks live = HealthChecks.create(vertx);
        live.register("event-loop", promise -> promise.complete(io.vertx.ext.healthchecks.Status.OK()));
        HealthChecks ready = HealthChecks.create(vertx);
        ready.register("accepting", promise -> promise.complete(accepting()));
        page(router, "/health/live").handler(HealthCheckHandler.createWithHealthChecks(live));
        page(router, "/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        page(router, "/health").handler(this::health);
    }

    /** Some balancers probe with HEAD. */
    private static Route page(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Not asked of PostgreSQL: calls are served from snapshots while it is away. */
    private io.vertx.ext.healthchecks.Status accepting() {
        return draining.getAsBoolean()
                ? io.vertx.ext.healthchecks.Status.KO(new JsonObject().put("reason", "draining"))
                : io.vertx.ext.healthchecks.Status.OK();
    }

    private void health(RoutingContext context) {
        Status overall = draining.getAsBoolean() ? Status.DOWN : board.overall(clock.instant());
        JsonObject providers = new JsonObject();
        board.providers(clock.instant()).forEach((name, finding) -> providers.put(name, finding.toJson()));
        JsonObject body = new JsonObject()
                .put("status", overall.label())
                .put("version", version)
                .put("uptime_seconds", clock.instant().getEpochSecond() - started.getEpochSecond())
                .put("database", board.database().toJson())
                .put("providers", providers);
        context.response().setStatusCode(overall == Status.DOWN ? 503 : 200);
        context.json(body);
    }
}
