package io.penstock;

import io.penstock.admin.AdminRoutes;
import io.penstock.admin.DocsRoutes;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Consumer;

/** The pages for operators that need PostgreSQL, and the description of all pages. */
final class AdminPages {
    private AdminPages() {}

    static List<Consumer<Router>> of(Vertx vertx, AdminRoutes.Sources sources) {
        AdminRoutes admin = new AdminRoutes(vertx, sources);
        DocsRoutes docs = new DocsRoutes(vertx);
        return List.of(admin::mount, docs::mount);
    }
}
