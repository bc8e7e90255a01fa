package io.penstock.proxy;

import io.penstock.dialect.ApiError;
import io.penstock.provider.UpstreamError;
import io.penstock.provider.Verdicts;
import io.penstock.proxy.Failure.Original;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Obstacle;
import io.penstock.resilience.Pursuit.Move.GiveUp;
import io.penstock.resilience.Pursuit.Reason;
import io.penstock.resilience.Verdict;
import io.penstock.resilience.Verdict.ProviderFault;
import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import io.penstock.routing.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every way an upstream request fails, with its meaning and its sentence. */
final class Failures {
    private static final int UNAUTHORIZED = 401;
    private static final int REFUSAL_FROM = 400;

    private final InstantSource clock;

    Failures(InstantSource clock) {
        this.clock = clock;
    }

    static Failure unreachable(UpstreamCall call, @Nullable Throwable cause) {
        Fault fault = cause instanceof ConnectionPoolTooBusyException ? Fault.BUSY : Fault.UNREACHABLE;
        return Failure.of(fault, Refusals.unreachable(call.who(), cause));
    }

    static Failure noAnswer(UpstreamCall call) {
        return Failure.of(Fault.RESET, Refusals.noAnswer(call.who()));
    }

    static Failure tooSlow(UpstreamCall call) {
        if (!call.connected) {
            return Failure.of(Fault.BUSY, Refusals.busy(call.who()));
        }
        return Failure.of(Fault.TIMEOUT, Refusals.tooSlow(call.who()));
    }

    static Failure cutShort(UpstreamCall call) {
        return Failure.of(Fault.CUT, Refusals.cutShort(call.who()));
    }

    static Failure unfinished(UpstreamCall call) {
        return Failure.of(Fault.CUT, Refusals.unfinished(call.who()));
    }

    static Failure stalled(UpstreamCall call) {
        return Failure.of(Fault.STALLED, Refusals.idle(call.who()));
    }

    /**
     * The request cannot be put into a provider's dialect.
     *
     * @param error names the field
     * @param everywhere whether it is the request itself that nobody could read
     */
    static Failure inexpressible(ApiError error, boolean everywhere) {
        return Failure.of(everywhere ? new Verdict.CallersFault() : new Verdict.Incompatible(), error);
    }

    /** The provider has nothing of the kind that is asked for. */
    static Failure notOffered(UpstreamCall call) {
        return Failure.of(new Verdict.Incompatible(), Refusals.notOffered(call.who(), call.exchange.route.name()));
    }

    /** Nothing can be shown to the provider: its token endpoint gave no token. */
    static Failure noToken(UpstreamCall call, Verdict verdict) {
        return Failure.of(
                verdict,
                verdict instanceof Verdict.BadKey ? Refusals.keyRejected(call.who()) : Refusals.noToken(call.who()));
    }

    static Failure garbled(UpstreamCall call) {
        return Failure.of(Fault.GARBLED, Refusals.unreadable(call.who(), 200));
    }

    /** An answer with an error status. */
    Failure refused(UpstreamCall call, UpstreamError error, MultiMap headers) {
        Verdict verdict = Verdicts.of(error, headers::get, clock.millis());
        int status = error.status();
        String result = String.valueOf(status);
        boolean keys = status == UNAUTHORIZED || verdict instanceof Verdict.BadKey;
        JsonObject words = status < REFUSAL_FROM || keys ? null : error.body();
        ApiError ours = keys
                ? Refusals.keyRejected(call.who())
                : words == null ? Refusals.unreadable(call.who(), status) : inOurWords(call, error, status, verdict);
        return new Failure(verdict, result, ours, new Original(call, status, headers, words));
    }

    /** An error inside an answer that began with 200. */
    Failure reported(UpstreamCall call, UpstreamError error) {
        Verdict verdict = Verdicts.of(error, name -> null, clock.millis());
        ApiError ours = verdict instanceof Verdict.BadKey
                ? Refusals.keyRejected(call.who())
                : inOurWords(call, error, Refusals.status(verdict), verdict);
        return Failure.of(verdict, ours);
    }

    private static ApiError inOurWords(UpstreamCall call, UpstreamError error, int status, Verdict verdict) {
        String message = error.message() == null ? "no message" : error.message();
        String shown = Redaction.of(call.provider()).apply(message);
        return Refusals.reported(call.who(), shown, status, verdict);
    }

    /** What a call is told that could ask nobody. */
    static Failure unasked(String model, @Nullable Plan plan, GiveUp giveUp, Cells cells, long nowNanos) {
        if (giveUp.reason() == Reason.DEADLINE) {
            return Failure.of(Fault.TIMEOUT, Refusals.tooLate());
        }
        var obstacles = obstacles(plan, cells, nowNanos);
        long retryAfterMillis = giveUp.retryAfterMillis();
        Verdict verdict = Refusals.onlyKeys(obstacles)
                ? new Verdict.BadKey()
                : new ProviderFault(Fault.OVERLOADED, retryAfterMillis);
        return Failure.of(verdict, Refusals.unavailable(model, obstacles, retryAfterMillis));
    }

    /** What the caller is told when there is nothing more to try. */
    static Failure givenUp(Exchange exchange, GiveUp giveUp, Cells cells, long nowNanos) {
        Failure failure = exchange.failure;
        if (failure == null) {
            String model = exchange.facts == null ? "" : exchange.facts.model();
            return unasked(model, exchange.plan, giveUp, cells, nowNanos);
        }
        boolean waits = failure.verdict() instanceof ProviderFault fault && fault.retryAfterMillis() < 0;
        return waits && giveUp.retryAfterMillis() > 0
                ? new Failure(
                        new ProviderFault(((ProviderFault) failure.verdict()).fault(), giveUp.retryAfterMillis()),
                        failure.result(),
                        failure.error(),
                        failure.original())
                : failure;
    }

    /** What is in the way of each provider of the plan, in its order. */
    private static Map<String, Set<Obstacle>> obstacles(@Nullable Plan plan, Cells cells, long nowNanos) {
        Map<String, Set<Obstacle>> byProvider = new LinkedHashMap<>();
        if (plan != null) {
            for (Candidate candidate : plan.candidates()) {
                Target target = candidate.target();
                byProvider
                        .computeIfAbsent(target.provider(), name -> EnumSet.noneOf(Obstacle.class))
                        .addAll(cells.obstacles(target, nowNanos));
            }
        }
        return byProvider;
    }
}
