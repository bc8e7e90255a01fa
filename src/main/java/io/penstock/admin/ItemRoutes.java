package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one kind: {@code GET} and {@code POST} of the collection; {@code GET}, {@code PUT}, {@code PATCH} and {@code
 * DELETE} of one item, and {@code POST .../enable} and {@code .../disable}. Holds no state.
 */
final class ItemRoutes {
    private static final String ENABLE = "/enable";
    private static final String DISABLE = "/disable";
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";

    private final Kind kind;
    private final AdminGate gate;
    private final Pool pool;
    private final Changes changes;
    private final Function<Item, ObjectNode> shown;

    /** @param shown an item as JSON, with what it has come to */
    ItemRoutes(Kind kind, AdminGate gate, Pool pool, Changes changes, Function<Item, ObjectNode> shown) {
        this.kind = kind;
        this.gate = gate;
        this.pool = pool;
        this.changes = changes;
        this.shown = shown;
    }

    void mount(Router router) {
        router.route(kind.path()).handler(gate::pass).handler(context -> answer(context, this::collection));
        router.route(kind.path() + "/*").handler(gate::pass).handler(context -> answer(context, this::item));
    }

    private interface Page {
        Future<?> answer(RoutingContext context);
    }

    /** With every failure turned into an answer. */
    private static void answer(RoutingContext context, Page page) {
        Future.succeededFuture()
                .compose(v -> page.answer(context))
                .onFailure(failure -> Answers.failure(context, failure));
    }

    private Future<?> collection(RoutingContext context) {
        return switch (context.request().method().name()) {
            case "GET", "HEAD" -> list(context);
            case "POST" -> create(context);
            default -> wrongMethod(context, "GET, POST");
        };
    }

    private Future<?> item(RoutingContext context) {
        String rest = rest(context);
        String method = context.request().method().name();
        if (method.equals("POST")) {
            return switched(context, rest);
        }
        Ref ref = Ref.of(kind, rest);
        if (ref == null) {
            throw nameless(rest);
        }
        if (kind != Kind.MODEL && isSwitch(rest)) {
            return wrongMethod(context, "POST");
        }
        return switch (method) {
            case "GET", "HEAD" -> show(context, ref);
            case "PUT" -> replace(context, ref);
            case "PATCH" -> patch(context, ref);
            case "DELETE" -> delete(context, ref);
            default -> wrongMethod(context, "GET, PUT, PATCH, DELETE");
        };
    }

    /** What follows the kind's path, as it was sent: ids hold slashes, encoded or not. */
    private String rest(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        String base = kind.path() + "/";
        if (!path.startsWith(base)) {
            throw Refused.unknown("There is nothing at this path; " + kind.path() + " is near.", null);
        }
        return path.substring(base.length());
    }

    private Future<?> list(RoutingContext context) {
        return DatabaseFailure.bounded(Listing.of(kind, context).page(pool, shown))
                .onSuccess(page -> Answers.json(context, 200, page));
    }

    private Future<?> show(RoutingContext context, Ref ref) {
        EntityTags known = EntityTags.read(IF_NONE_MATCH, context.request().getHeader(IF_NONE_MATCH));
        return DatabaseFailure.bounded(CatalogRows.find(pool, ref)).onSuccess(item -> {
            if (item == null && isSwitch(ref.text())) {
                Answers.wrongMethod(context, "POST");
            } else if (item == null) {
                Answers.failure(context, Changes.absent(ref));
            } else if (known != null && known.match(item)) {
                context.response().putHeader(HttpHeaders.ETAG, item.entityTag());
                Answers.empty(context, 304);
            } else {
                item(context, 200, item);
            }
        });
    }

    private Future<?> create(RoutingContext context) {
        return body(context)
                .compose(body -> {
                    Draft draft = ItemBody.whole(kind, body);
                    return changes.create(ItemBody.name(kind, body), draft, AdminGate.caller(context));
                })
                .onSuccess(item -> {
                    context.response()
                            .putHeader(HttpHeaders.LOCATION, item.ref().path());
                    item(context, 201, item);
                });
    }

    private Future<?> replace(RoutingContext context, Ref ref) {
        EntityTags match = required(context);
        return body(context)
                .compose(body -> {
                    Draft draft = ItemBody.whole(kind, body);
                    ItemBody.refuseOtherName(ref, body);
                    return changes.change(ref, match, present -> draft, AdminGate.caller(context));
                })
                .onSuccess(item -> item(context, 200, item));
    }

    private Future<?> patch(RoutingContext context, Ref ref) {
        EntityTags match = required(context);
        return body(context)
                .compose(patch -> changes.change(
                        ref, match, present -> ItemBody.patched(ref, present, patch), AdminGate.caller(context)))
                .onSuccess(item -> item(context, 200, item));
    }

    private Future<?> delete(RoutingContext context, Ref ref) {
        return changes.delete(ref, required(context), AdminGate.caller(context))
                .onSuccess(gone -> Answers.empty(context, 204));
    }

    /** {@code POST .../enable} or {@code .../disable}: says where to, so it needs no version; one that is given counts. */
    private Future<?> switched(RoutingContext context, String rest) {
        if (!isSwitch(rest)) {
            if (Ref.of(kind, rest) == null || kind != Kind.MODEL && rest.indexOf('/') >= 0) {
                throw nameless(rest);
            }
            return wrongMethod(context, "GET, PUT, PATCH, DELETE");
        }
        boolean on = rest.endsWith(ENABLE);
        String name = rest.substring(0, rest.length() - (on ? ENABLE : DISABLE).length());
        Ref ref = Ref.of(kind, name);
        if (ref == null) {
            throw nameless(name);
        }
        EntityTags match = EntityTags.read(IF_MATCH, context.request().getHeader(IF_MATCH));
        return changes.change(ref, match, present -> present.with(on), AdminGate.caller(context))
                .onSuccess(item -> item(context, 200, item));
    }

    private static boolean isSwitch(String rest) {
        return rest.endsWith(ENABLE) || rest.endsWith(DISABLE);
    }

    /** What stands where a name should, and can be none. */
    private Refused nameless(String rest) {
        String how = kind == Kind.MODEL ? ": a model is named " + kind.path() + "/{provider}/{id}" : "";
        return Refused.unknown(
                "There is no " + kind.label() + " '" + Refused.shown(rest) + "'" + how + ". GET " + kind.path()
                        + " names them all.",
                kind.keys().getLast());
    }

    private static Future<ObjectNode> body(RoutingContext context) {
        return Bodies.read(context, Bodies.BYTES_MAX).map(StrictJson::body).map(ItemBody::storable);
    }

    /** So that nobody overwrites what they have not seen. */
    private static EntityTags required(RoutingContext context) {
        EntityTags match = EntityTags.read(IF_MATCH, context.request().getHeader(IF_MATCH));
        if (match == null) {
            throw Refused.whole(
                    428,
                    "precondition_required",
                    "Send If-Match with the ETag of the version you mean, as GET answered it, or * for any.");
        }
        return match;
    }

    private void item(RoutingContext context, int status, Item item) {
        context.response().putHeader(HttpHeaders.ETAG, item.entityTag());
        Answers.json(context, status, shown.apply(item));
    }

    private static Future<@Nullable Void> wrongMethod(RoutingContext context, String allowed) {
        Answers.wrongMethod(context, allowed);
        return Future.succeededFuture();
    }
}
