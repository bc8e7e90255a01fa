package io.penstock.admin;

import io.penstock.access.Caller;
import io.penstock.dialect.ApiError;
import io.penstock.provider.Provider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes the catalog: each change in a transaction of its own, one after the other over all instances, so that a catalog
 * that was checked is the one that is saved. A refusal is a {@link Refused} that rolls back.
 */
final class Changes {
    private static final String BEGIN = "select set_config('penstock.actor', $1, true),"
            + " set_config('statement_timeout', '" + DatabaseFailure.STATEMENT_SECONDS_MAX + "s', true)";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('penstock_catalog'))";

    private final Vertx vertx;
    private final Pool pool;
    private final CatalogCheck check;
    private final AddressGuard addresses;

    Changes(Vertx vertx, Pool pool, CatalogCheck check, AddressGuard addresses) {
        this.vertx = vertx;
        this.pool = pool;
        this.check = check;
        this.addresses = addresses;
    }

    /** Adds one. */
    Future<Item> create(Ref ref, Draft draft, Caller actor) {
        return DatabaseFailure.bounded(CatalogRows.find(pool, ref)
                .compose(present -> present == null ? approved(ref, null, draft) : Future.failedFuture(exists(ref)))
                .compose(approved -> inTransaction(
                        actor,
                        connection -> CatalogRows.find(connection, ref).compose(present -> {
                            if (present != null) {
                                throw exists(ref);
                            }
                            return checked(connection, ref, null, draft)
                                    .compose(good -> CatalogRows.insert(connection, ref, draft));
                        }))));
    }

    /**
     * Changes one. What changes nothing is not written.
     *
     * @param match the versions that the operator means; {@code null} means any
     */
    Future<Item> change(Ref ref, @Nullable EntityTags match, UnaryOperator<Draft> edit, Caller actor) {
        return DatabaseFailure.bounded(CatalogRows.find(pool, ref)
                .map(seen -> matching(ref, seen, match))
                .compose(seen -> approved(ref, seen.draft(), edited(seen, edit)))
                .compose(approved -> inTransaction(
                        actor,
                        connection -> CatalogRows.find(connection, ref)
                                .map(present -> matching(ref, present, match))
                                .compose(present -> save(connection, present, edited(present, edit), approved)))));
    }

    /** A spec that could not be read cannot be kept while something else is changed. */
    private static Draft edited(Item item, UnaryOperator<Draft> edit) {
        Draft draft = edit.apply(item.draft());
        if (!item.legible() && draft.spec().isEmpty()) {
            throw Refused.whole(
                    409,
                    "spec_unreadable",
                    "The spec of " + item.ref().text() + " is too large or too deep to be read: send another with the"
                            + " change, or delete it.");
        }
        return draft;
    }

    private Future<Item> save(SqlConnection connection, Item present, Draft draft, Draft approved) {
        Ref ref = present.ref();
        if (draft.equals(present.draft())) {
            return Future.succeededFuture(present);
        }
        if (ref.kind() == Kind.PROVIDER && !draft.spec().equals(approved.spec())) {
            throw Refused.whole(
                    409, "changed_meanwhile", "Somebody has changed " + ref.text() + " at this moment: try again.");
        }
        return checked(connection, ref, present.draft(), draft)
                .compose(good -> CatalogRows.update(connection, ref, draft));
    }

    /** Takes one away. */
    Future<Void> delete(Ref ref, @Nullable EntityTags match, Caller actor) {
        return DatabaseFailure.bounded(inTransaction(
                actor,
                connection -> CatalogRows.find(connection, ref)
                        .map(present -> matching(ref, present, match))
                        .compose(present -> checked(connection, ref, present.draft(), null))
                        .compose(good -> CatalogRows.delete(connection, ref))));
    }

    /** What needs no other row to be judged, before anybody waits for a lock: names may have to be looked up. */
    private Future<Draft> approved(Ref ref, @Nullable Draft before, Draft draft) {
        if (ref.kind() != Kind.PROVIDER || before != null && before.spec().equals(draft.spec())) {
            return Future.succeededFuture(draft);
        }
        SpecGuard.refuse(ref.text(), draft.spec());
        return vertx.executeBlocking(() -> looked(ref, before, draft), false)
                .timeout(AddressGuard.SECONDS_MAX, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? AddressGuard.notWithinTime() : failure));
    }

    /** Where an address stays as it is, it is not judged again: the configuration's own need not say that it is private. */
    private Draft looked(Ref ref, @Nullable Draft before, Draft draft) {
        Provider provider = check.provider(ref, draft.spec());
        addresses.refuseItself(provider);
        Map<String, String> hosts = AddressGuard.hosts(draft.spec(), provider);
        if (before == null || allowed(before) || !hosts.equals(hosts(ref, before))) {
            addresses.refuse(draft.spec(), hosts);
        }
        return draft;
    }

    private static boolean allowed(Draft draft) {
        return draft.spec().path(AddressGuard.ALLOWED).asBoolean();
    }

    /** Of what is there, which may be bad by now. */
    private Map<String, String> hosts(Ref ref, Draft before) {
        try {
            return AddressGuard.hosts(before.spec(), check.provider(ref, before.spec()));
        } catch (Refused e) {
            return Map.of();
        }
    }

    private <T> Future<T> inTransaction(Caller actor, Function<SqlConnection, Future<T>> change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(actor.name()))
                .compose(begun -> connection.query(LOCK).execute())
                .compose(locked -> change.apply(connection)));
    }

    private Future<Void> checked(SqlClient client, Ref ref, @Nullable Draft before, @Nullable Draft after) {
        return CatalogState.load(client)
                .compose(rows -> vertx.executeBlocking(
                        () -> {
                            CatalogState state = CatalogState.of(rows);
                            boolean written = after != null
                                    && (before == null || !before.spec().equals(after.spec()));
                            if (after != null && written && !after.enabled()) {
                                // It must be good when it is written, so that it can be switched on later.
                                check.refuse(state, ref, after.with(true));
                            }
                            check.refuse(state, ref, after);
                            if (before == null && after != null) {
                                check.refuseHomeless(state, ref);
                            }
                            return null;
                        },
                        false));
    }

    private static Item matching(Ref ref, @Nullable Item item, @Nullable EntityTags match) {
        if (item == null) {
            throw absent(ref);
        }
        if (match != null && !match.match(item)) {
            throw Refused.whole(
                    412,
                    "precondition_failed",
                    "It was changed meanwhile: " + ref.text() + " has the version " + item.version()
                            + " now. Read it again, and send that ETag in If-Match.");
        }
        return item;
    }

    static Refused absent(Ref ref) {
        return Refused.unknown(
                "There is no " + ref.kind().label() + " '" + Refused.shown(ref.text()) + "'. GET "
                        + ref.kind().path() + " names them all.",
                ref.kind().keys().getLast());
    }

    private static Refused exists(Ref ref) {
        return new Refused(ApiError.invalid(
                409,
                ref.kind().keys().getLast(),
                "already_exists",
                "There is a " + ref.kind().label() + " " + ref.text() + " already: PATCH or PUT changes it."));
    }
}
