package io.penstock.google;

import io.penstock.google.Grant.Refused;
import io.penstock.google.Grant.Token;
import io.penstock.provider.ServiceAccount;
import io.penstock.resilience.Fault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one account. Any thread may look at it; all else happens on one event loop, so that there is one exchange
 * at a time, for which whoever else needs it waits.
 */
final class KeptToken {
    private static final Logger LOG = LoggerFactory.getLogger(KeptToken.class);
    /** After a failure nobody asks again for so long; it doubles with each further one. */
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);

    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
    /** Beyond it a call is told at once that there is no token. */
    private static final int WAITING_MAX = 10_000;

    private final ServiceAccount account;
    private final TokenExchange exchange;
    private final Context owner;
    private final InstantSource clock;
    private volatile @Nullable Token token;

    private final List<Promise<Grant>> waiting = new ArrayList<>();
    private boolean asking;
    private @Nullable Refused refused;
    private Duration pause = PAUSE_FIRST;
    private Instant askAgain = Instant.MIN;

    KeptToken(ServiceAccount account, TokenExchange exchange, Context owner, InstantSource clock) {
        this.account = account;
        this.exchange = exchange;
        this.owner = owner;
        this.clock = clock;
    }

    /** The token, if there is one that can be shown now; renewed behind the caller's back where it grows old. */
    @Nullable
    Token ready() {
        Token known = token;
        Instant now = clock.instant();
        if (known == null || !now.isBefore(known.until())) {
            return null;
        }
        if (!now.isBefore(known.renewFrom())) {
            owner.runOnContext(ahead -> renew());
        }
        return known;
    }

    /** Completes on the owner's event loop, within the bounds of one exchange; never fails. */
    Future<Grant> await() {
        Promise<Grant> told = Promise.promise();
        owner.runOnContext(later -> {
            Token known = ready();
            Refused last = refused;
            if (known != null) {
                told.complete(known);
            } else if (last != null && clock.instant().isBefore(askAgain)) {
                told.complete(last);
            } else if (waiting.size() >= WAITING_MAX) {
                told.complete(GrantReading.refused(Fault.BUSY, "too many calls wait for it"));
            } else {
                waiting.add(told);
                renew();
            }
        });
        return told.future();
    }

    private void renew() {
        Token known = token;
        Instant now = clock.instant();
        boolean fresh = known != null && now.isBefore(known.renewFrom());
        if (asking || fresh || now.isBefore(askAgain)) {
            return;
        }
        asking = true;
        exchange.ask(account).onSuccess(grant -> owner.runOnContext(later -> told(grant)));
    }

    private void told(Grant grant) {
        asking = false;
        switch (grant) {
            case Token granted -> {
                if (refused != null) {
                    LOG.info("{}: access tokens are granted again", account.email());
                }
                token = granted;
                refused = null;
                pause = PAUSE_FIRST;
                askAgain = Instant.MIN;
            }
            case Refused refusal -> {
                LOG.warn(
                        "{}: no access token from {}: {}; asked again in {} s at the earliest",
                        account.email(),
                        account.tokenUri(),
                        refusal.words(),
                        pause.toSeconds());
                refused = refusal;
                askAgain = clock.instant().plus(pause);
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
            }
        }
        List<Promise<Grant>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(one -> one.complete(grant));
    }
}
