package io.penstock.google;

import io.penstock.config.Settings;
import io.penstock.provider.ServiceAccount;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of Google service accounts. One is kept until five minutes before it expires, and another is asked for
 * when it has five minutes more; one exchange at a time per account. After a failed one the endpoint is left alone for
 * a second, then two, up to a minute, and calls are told of the failure. For all threads; one per gateway.
 */
public final class AccessTokens {
    private final Vertx vertx;
    private final InstantSource clock;
    private final TokenExchange exchange;
    private final Context owner;
    private final Map<ServiceAccount, KeptToken> kept = new ConcurrentHashMap<>();

    /**
     * Made on a thread that is no worker's.
     *
     * @param trust whose certificates an endpoint may show; {@code null} is the JDK's own list
     * @param clock wall clock
     */
    public AccessTokens(Vertx vertx, Settings settings, @Nullable TrustOptions trust, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.exchange = new TokenExchange(vertx, settings, trust, clock);
        this.owner = vertx.getOrCreateContext();
    }

    /** A token that can be shown now; {@code null} where one must be waited for. */
    public Grant.@Nullable Token ready(ServiceAccount account) {
        return of(account).ready();
    }

    /** A token, or why there is none. Completes on the caller's context after one exchange at most, and never fails. */
    public Future<Grant> await(ServiceAccount account) {
        Context caller = vertx.getOrCreateContext();
        Promise<Grant> told = Promise.promise();
        of(account).await().onSuccess(grant -> caller.runOnContext(here -> told.complete(grant)));
        return told.future();
    }

    private KeptToken of(ServiceAccount account) {
        return kept.computeIfAbsent(account, one -> new KeptToken(one, exchange, owner, clock));
    }
}
