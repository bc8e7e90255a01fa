package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /openapi.json}, which describes all that is served, and {@code /docs}, the page that shows it: Swagger UI from the
 * class path, so that nothing is fetched from elsewhere. For anyone; neither holds a secret. Read from the class path at
 * the first request, and then kept.
 */
public final class DocsRoutes {
    private static final String OPENAPI = "/openapi.json";
    private static final String DOCS = "/docs";
    private static final String OWN = "io/penstock/admin/";
    /** In the page, where its list of paths goes. */
    private static final String PATHS_HERE = "<!-- paths -->";

    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    /** Swagger UI sets styles in its elements; all else is in files of this origin. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "/docs",
            "text/html; charset=utf-8",
            "/docs/docs.js",
            JAVASCRIPT,
            "/docs/swagger-ui-bundle.js",
            JAVASCRIPT,
            "/docs/swagger-ui.css",
            "text/css; charset=utf-8",
            "/docs/favicon-32x32.png",
            "image/png",
            OPENAPI,
            "application/json");

    private final Vertx vertx;
    private final Map<String, Buffer> kept = new ConcurrentHashMap<>();

    public DocsRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Behind all other pages. */
    public void mount(Router router) {
        router.get(OPENAPI).handler(this::answer);
        router.get(DOCS).handler(this::answer);
        router.get(DOCS + "/*").handler(this::answer);
        // Mounted last: whoever comes here has asked for a page for operators that there is not.
        router.route(Kind.BASE + "*").handler(DocsRoutes::nothing);
    }

    private static void nothing(RoutingContext context) {
        String path = Refused.shown(String.valueOf(context.request().path()));
        Answers.notFound(
                context,
                null,
                "There is nothing at " + context.request().method() + " " + path + ". GET " + DOCS
                        + " shows the pages for operators.");
    }

    private void answer(RoutingContext context) {
        String path = withoutEndSlash(context.normalizedPath());
        String type = TYPES.get(path);
        if (type == null) {
            Answers.notFound(context, null, "There is no such file; " + DOCS + " is the page.");
            return;
        }
        Buffer ready = kept.get(path);
        if (ready != null) {
            write(context, type, ready);
            return;
        }
        vertx.executeBlocking(() -> kept.computeIfAbsent(path, DocsRoutes::read), false)
                .onSuccess(bytes -> write(context, type, bytes))
                .onFailure(context::fail);
    }

    private static String withoutEndSlash(String path) {
        return path.equals(DOCS + "/") ? DOCS : path;
    }

    private static void write(RoutingContext context, String type, Buffer bytes) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(bytes);
    }

    private static Buffer read(String path) {
        return switch (path) {
            case OPENAPI -> StrictJson.buffer(document());
            case DOCS -> page();
            case DOCS + "/docs.js" -> resource(OWN + "docs.js");
            default -> resource(webjar() + path.substring(DOCS.length()));
        };
    }

    /** With the paths written out for those who run no script. */
    private static Buffer page() {
        String html = resource(OWN + "docs.html").toString();
        return Buffer.buffer(html.replace(PATHS_HERE, PathList.html(document())));
    }

    /** Written in YAML, which people keep more easily. */
    private static JsonNode document() {
        try {
            return new YAMLMapper().readTree(resource(OWN + "openapi.yaml").getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of Swagger UI's files, whose name has its version. */
    private static String webjar() {
        Properties about = new Properties();
        try (InputStream in = DocsRoutes.class.getClassLoader().getResourceAsStream(WEBJAR)) {
            about.load(present(in, WEBJAR));
            return "META-INF/resources/webjars/swagger-ui/" + about.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Buffer resource(String name) {
        try (InputStream in = DocsRoutes.class.getClassLoader().getResourceAsStream(name)) {
            return Buffer.buffer(present(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream present(@Nullable InputStream in, String name) {
        if (in == null) {
            throw new IllegalStateException("not on the class path: " + name);
        }
        return in;
    }
}
