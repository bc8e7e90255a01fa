package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.call.Attempt;
import io.penstock.call.TokenUsage;
import io.penstock.catalog.Snapshot;
import io.penstock.chat.ChatRequest;
import io.penstock.dialect.CallerDialect;
import io.penstock.dialect.RequestFacts;
import io.penstock.resilience.Pursuit;
import io.penstock.routing.Plan;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Resolution;
import io.penstock.routing.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the corridor: what is known so far, and what must be let go of when it ends. Owned by one
 * event loop; mutable, because each step adds what it found.
 */
final class Exchange {
    /** No timer of Vert.x has this id. */
    static final long NO_TIMER = -1;

    /** Google's system parameters may be written with a dollar sign. */
    private static final Pattern AS_EVENTS = Pattern.compile("(?:^|&)(?:\\$|%24)?alt=sse(?:&|$)");

    final HttpServerRequest request;
    final HttpServerResponse response;
    final Route route;

    /** The model's name where it stands in the path: it goes before the body's. */
    @Nullable
    final String pathModel;

    /** What the path says to do, where it does. */
    @Nullable
    final String action;

    final UUID id;
    final long startedMillis;
    final long startedNanos;

    @Nullable
    Caller caller;

    Buffer body = BodyReader.NOTHING;
    int heldBytes;

    @Nullable
    RequestFacts facts;

    /** The call in no dialect, once it had to be translated. */
    @Nullable
    ChatRequest chat;

    /** The catalog in force when the call was routed: for this call it stays. */
    @Nullable
    Snapshot snapshot;

    /** Whom it may be sent to, as it was when the call was planned. */
    @Nullable
    Upstreams upstreams;

    @Nullable
    Plan plan;

    /** Why there is no plan, where nobody may be asked. */
    Resolution.@Nullable Nobody refused;

    @Nullable
    Pursuit pursuit;

    /** Requests to providers under way: one, or two while one is asked beside the other. */
    final List<UpstreamCall> running = new ArrayList<>(2);

    /** Who was asked last, or whose answer the caller gets. */
    @Nullable
    Target target;

    /** Who has rejected the name of the answer's bound, and is to be asked by its other name. */
    @Nullable
    Target misspelt;

    /** The failure the caller is told if no attempt succeeds. */
    @Nullable
    Failure failure;

    /** Who passes this call's bytes on; {@code null} where the corridor has it. */
    @Nullable
    Relay relay;

    /** What is passed on, once it is known whom to. */
    @Nullable
    RelayBody relayed;

    /** The stream the caller has, once there is one. */
    @Nullable
    Delivery delivery;

    /** What is done about an answer that broke off. */
    @Nullable
    Rescue rescue;

    /** The timer of a pause between two attempts. */
    long pause = NO_TIMER;

    final Alarm alarm = new Alarm();

    /** When another target is asked beside the one that is silent; {@link Long#MAX_VALUE} is never. */
    long hedgeNanos = Long.MAX_VALUE;

    Connections.@Nullable Lease lease;
    final List<Attempt> attempts = new ArrayList<>(1);
    TokenUsage usage = TokenUsage.UNREPORTED;
    long firstTokenNanos = -1;
    int status;

    @Nullable
    String errorCode;

    boolean ended;

    /** Whether the connection ends with the answer, because nothing else can tell where it does. */
    boolean lastOnConnection;

    /** Whether the last byte of the answer has left for the caller. */
    boolean fetched;

    Exchange(HttpServerRequest request, Matched matched, UUID id, long startedMillis, long startedNanos) {
        this.request = request;
        this.response = request.response();
        this.route = matched.route();
        this.pathModel = matched.model();
        this.action = matched.action();
        this.id = id;
        this.startedMillis = startedMillis;
        this.startedNanos = startedNanos;
    }

    /** The provider that is to be asked. */
    Upstreams.Upstream upstream(Pursuit.Move.Ask ask) {
        return Objects.requireNonNull(upstreams, "not planned")
                .of(ask.candidate().target().provider());
    }

    /** The power level that decided who is asked, or that nobody is; {@code null}: none did. */
    @Nullable
    PowerLevel level() {
        if (plan != null) {
            return plan.level();
        }
        return refused instanceof Resolution.Excluded excluded ? excluded.level() : null;
    }

    /** The dialect the caller speaks. */
    CallerDialect dialect() {
        return route.dialect();
    }

    /** Whether the caller asked for a stream. */
    boolean streaming() {
        return route.streams(facts);
    }

    /** Whether the caller wants its stream as one JSON array, which is Google's way where {@code alt=sse} is not said. */
    boolean wantsArray() {
        return route.streaming() == Route.Streaming.ALWAYS
                && !AS_EVENTS.matcher(String.valueOf(request.query())).find();
    }

    /** Whether running the request twice does no harm, as far as its caller says. */
    boolean repeatable() {
        return !"never".equalsIgnoreCase(request.headers().get(Names.REPEAT));
    }

    /** Whether something here has been waited for too long, or should happen by itself. Asked by the {@link Watch}. */
    boolean isDue(long nowNanos) {
        if (alarm.over(nowNanos) != Expiry.NOTHING || isHedgeDue(nowNanos)) {
            return true;
        }
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).alarm.over(nowNanos) != Expiry.NOTHING) {
                return true;
            }
        }
        return delivery != null && delivery.isQuiet(nowNanos);
    }

    /** Whether the one asked has been silent for so long that another should be asked beside it. */
    boolean isHedgeDue(long nowNanos) {
        return hedgeNanos != Long.MAX_VALUE && hedgeNanos - nowNanos < 0;
    }
}
