package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.bus.Bus;
import io.penstock.call.Attempt;
import io.penstock.call.CallIds;
import io.penstock.call.CallRecord;
import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.circuit.LastErrors;
import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.penstock.resilience.Verdict;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Target;
import io.penstock.telemetry.CallMeters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of one event loop: opens an exchange when a call arrives, writes its record and its meters when it has
 * ended, and gathers records so that a message to the usage worker carries many.
 */
final class CallBook {
    /** Records gathered before they are sent on without waiting for the timer. */
    static final int GATHERED_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(CallBook.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int TOO_MANY = 429;
    /** Server errors that a second try meets again. */
    private static final Set<String> FINAL = Set.of("provider_key_rejected", "no_candidate");

    private final Settings settings;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final CallIds ids;
    private final CallMeters meters;
    private final Bus bus;
    private final Watch watch;
    private final Connections connections;
    private final LastErrors errors;
    private final Routing routing;
    private final Lessons lessons;
    private List<CallRecord> gathered = new ArrayList<>(GATHERED_MAX);

    CallBook(
            Settings settings,
            LongSupplier nanoTime,
            InstantSource clock,
            CallIds ids,
            CallMeters meters,
            Bus bus,
            Watch watch,
            Connections connections,
            LastErrors errors,
            Routing routing) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.ids = ids;
        this.meters = meters;
        this.bus = bus;
        this.watch = watch;
        this.connections = connections;
        this.errors = errors;
        this.routing = routing;
        this.lessons = new Lessons(routing.hints(), settings.dropParams());
    }

    Exchange open(HttpServerRequest request, Matched matched) {
        long now = nanoTime.getAsLong();
        long millis = clock.millis();
        Exchange exchange = new Exchange(request, matched, ids.next(millis), millis, now);
        exchange.lease = connections.of(request.connection());
        if (exchange.lease != null) {
            exchange.lease.taken();
        }
        exchange.alarm.set(Expiry.RECEIVE, now, settings.timeouts().receiveSeconds());
        watch.add(exchange);
        return exchange;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** An upstream request begins. */
    void asked(UpstreamCall call) {
        routing.began(call);
    }

    /** Whether its request is to be sent with the other name of its bound. */
    boolean respells(UpstreamCall call) {
        return lessons.respells(call);
    }

    /** Whether that refusal was about nothing but the name of its bound. */
    boolean isMisspelt(UpstreamCall call, Failure failure) {
        return lessons.isMisspelt(call, failure.verdict());
    }

    /** The caller gets this answer. */
    void committed(UpstreamCall call, long now) {
        routing.committed(call, now);
        lessons.answered(call, now);
    }

    /** An upstream request is over, however it ended. */
    void attempted(UpstreamCall call, String result) {
        Exchange exchange = call.exchange;
        Target target = call.target();
        TokenUsage usage = call.usage();
        long now = nanoTime.getAsLong();
        long nanos = now - call.startedNanos;
        routing.ended(call, now);
        exchange.attempts.add(
                new Attempt(target.provider(), target.model(), result, TimeUnit.NANOSECONDS.toMillis(nanos), usage));
        exchange.usage = exchange.attempts.size() == 1 ? usage : exchange.usage.plus(usage);
        meters.attempt(target.provider(), result);
    }

    /** It failed: the log says how, whatever comes of the call. */
    void failed(UpstreamCall call, Failure failure) {
        lessons.refused(call, failure.verdict(), nanoTime.getAsLong());
        String label = failure.verdict().label();
        LOG.info(
                "call {}: {} {}: {}",
                call.exchange.id,
                call.who(),
                Text.headerSafe(call.target().model()),
                failure.result().equals(label) ? label : failure.result() + ", " + label);
        if (failure.verdict().cell() != Verdict.Cell.NOBODY) {
            errors.add(call.who(), call.exchange.id, label, failure.result(), clock.millis());
        }
    }

    /** Another target is asked beside a silent one. */
    void hedged(Exchange exchange) {
        LOG.info("call {}: no word from {} yet, asking another beside it", exchange.id, provider(exchange));
        meters.hedged(provider(exchange));
    }

    /** An answer that had broken off goes on. */
    void rescued(Exchange exchange) {
        LOG.info("call {}: the answer that broke off goes on with {}", exchange.id, provider(exchange));
        meters.rescued(provider(exchange));
    }

    /** An event was left out because no client could read it. */
    void skipped(UpstreamCall call) {
        meters.skippedEvent(call.who());
    }

    private static String provider(Exchange exchange) {
        return exchange.target == null ? "none" : exchange.target.provider();
    }

    /** Writes the headers every answer carries. */
    void head(Exchange exchange, int status) {
        exchange.status = status;
        exchange.response.setStatusCode(status);
        var headers = exchange.response.headers();
        String id = exchange.id.toString();
        headers.set(Names.CALL_ID, id);
        String theirs = headers.get(Names.REQUEST_ID);
        if (theirs != null && !theirs.equals(id)) {
            headers.set(Names.PROVIDER_REQUEST_ID, theirs);
        }
        headers.set(Names.REQUEST_ID, id);
        headers.set(Names.ANTHROPIC_REQUEST_ID, id);
        Target target = exchange.target;
        if (target != null) {
            headers.set(Names.PROVIDER, target.provider());
            headers.set(Names.MODEL, Text.headerSafe(target.model()));
            headers.set(Names.ATTEMPTS, AttemptsHeader.of(exchange, status));
        }
        PowerLevel level = exchange.level();
        if (level != null) {
            headers.set(Names.POWER_LEVEL, level.label());
        }
    }

    /** Answers with an error of the gateway's own. */
    void answer(Exchange exchange, ApiError error) {
        exchange.errorCode = error.code();
        if (exchange.response.closed()) {
            return;
        }
        if (exchange.response.headWritten()) {
            exchange.response.reset();
            return;
        }
        head(exchange, error.status());
        boolean refusal = error.status() < 500 && error.status() != TOO_MANY;
        if (refusal || FINAL.contains(error.code())) {
            exchange.response.headers().set(Names.SHOULD_RETRY, Names.FALSE);
        }
        exchange.response.headers().set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        if (exchange.request.headers().contains(HttpHeaders.EXPECT) && !exchange.request.isEnded()) {
            // Whether its body still comes only the caller knows, so what follows could not be told apart.
            endWithConnection(exchange);
        }
        end(exchange, exchange.dialect().error(error));
    }

    /** Makes an answer one whose length is not known ahead. */
    void openEnded(Exchange exchange) {
        exchange.response.setChunked(true);
        if (exchange.request.version() == HttpVersion.HTTP_1_0) {
            endWithConnection(exchange);
        }
    }

    private static void endWithConnection(Exchange exchange) {
        if (exchange.request.version() != HttpVersion.HTTP_2) {
            exchange.lastOnConnection = true;
            exchange.response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Writes the last bytes of an answer and watches that the caller takes them. */
    void end(Exchange exchange, Buffer last) {
        exchange.response.end(last).onComplete(written -> {
            exchange.fetched = true;
            if (exchange.lease != null) {
                exchange.lease.idle();
            }
            if (exchange.lastOnConnection) {
                exchange.request.connection().close();
            }
        });
    }

    /** The exchange has ended: its record, its meters, its place on the watch. */
    void close(Exchange exchange, Outcome outcome) {
        watch.remove(exchange);
        if (exchange.lease != null) {
            exchange.lease.ending(exchange.fetched);
        }
        long nanos = nanoTime.getAsLong() - exchange.startedNanos;
        meters.request(exchange.route.name(), exchange.status, nanos);
        Target target = exchange.target;
        if (target != null) {
            meters.inference(
                    target.provider(),
                    target.label(),
                    outcome.label(),
                    nanos,
                    exchange.firstTokenNanos,
                    exchange.usage);
        }
        if (outcome instanceof Outcome.StreamBroken broken) {
            LOG.warn(
                    "call {}: the answer broke off after {} ms: {}",
                    exchange.id,
                    nanos / NANOS_PER_MILLI,
                    broken.reason());
        }
        Caller caller = exchange.caller;
        if (caller != null) {
            gathered.add(Records.of(exchange, outcome, caller, nanos));
            if (gathered.size() >= GATHERED_MAX) {
                send();
            }
        }
        Lingering.drain(exchange);
    }

    /** Sends on what is gathered, if anything is. */
    void send() {
        if (!gathered.isEmpty()) {
            bus.callsFinished(gathered);
            gathered = new ArrayList<>(GATHERED_MAX);
        }
    }
}
