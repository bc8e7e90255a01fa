package io.penstock;

import io.penstock.admin.AdminRoutes;
import io.penstock.admin.DocsRoutes;
import io.penstock.admin.ExplainRoute;
import io.penstock.admin.Explanations;
import io.penstock.admin.ProviderStatusRoute;
import io.penstock.health.HealthRoutes;
import io.penstock.proxy.Explainer;
import io.penstock.proxy.Routing;
import io.penstock.resilience.Cells;
import io.penstock.telemetry.MetricsRoute;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What is served beside calls.
 *
 * @param admin what the API for operators works with
 * @param routing what explanations share with calls
 * @param cells the same, of who cannot be asked now
 */
record Pages(
        Vertx vertx,
        HealthRoutes health,
        MetricsRoute metrics,
        ProviderStatusRoute status,
        AdminRoutes.Sources admin,
        Routing routing,
        Cells cells) {
    /** One line each, the same for every event loop. */
    List<Consumer<Router>> all() {
        AdminRoutes items = new AdminRoutes(vertx, admin);
        ExplainRoute explain = new ExplainRoute(admin.admission(), explanations());
        DocsRoutes docs = new DocsRoutes(vertx);
        return List.of(
                router -> health.mount(vertx, router),
                router -> metrics.mount(vertx, router),
                router -> status.mount(vertx, router),
                items::mount,
                explain::mount,
                docs::mount);
    }

    /** What the data plane would do, in the words of the pages. */
    private Explanations explanations() {
        Explainer explainer =
                new Explainer(admin.catalog(), () -> routing.router(new SplittableRandom()), cells, System::nanoTime);
        return question -> switch (explainer.explain(
                question.path(), question.body(), question.asked(), question.caller())) {
            case Explainer.Told.Refused(var error) -> new Explanations.Answer.Refused(error);
            case Explainer.Told.Explained(var inquiry, var explanation, var refusal) ->
                new Explanations.Answer.Explained(
                        inquiry,
                        explanation,
                        refusal == null
                                ? null
                                : new Explanations.Refusal(refusal.error(), refusal.retryAfterSeconds()));
        };
    }
}
