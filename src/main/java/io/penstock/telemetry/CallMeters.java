package io.penstock.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.call.TokenUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The meters of calls, found once per label set and kept: a call builds no tag and hashes no string but its own key.
 * Owned by one event loop. Every label value comes from a bounded set: routes, statuses, catalog ids, outcomes.
 */
public final class CallMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(600)
    };

    private final MeterRegistry registry;
    private final Map<RequestKey, RequestMeters> requests = new HashMap<>();
    private final Map<InferenceKey, InferenceMeters> inferences = new HashMap<>();
    private final Map<AttemptKey, Counter> attempts = new HashMap<>();

    public CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An HTTP exchange with a caller has ended. Status 0: the caller saw none. */
    public void request(String route, int status, long nanos) {
        RequestMeters meters = requests.computeIfAbsent(new RequestKey(route, status), this::requestMeters);
        meters.total.increment();
        meters.duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A call that reached a provider has ended. {@code firstTokenNanos} below zero: there was none. */
    public void inference(
            String provider, String model, String outcome, long nanos, long firstTokenNanos, TokenUsage usage) {
        InferenceMeters meters =
                inferences.computeIfAbsent(new InferenceKey(provider, model, outcome), this::inferenceMeters);
        meters.total.increment();
        meters.duration.record(nanos, TimeUnit.NANOSECONDS);
        meters.tokens.increment((double) usage.output());
        if (firstTokenNanos >= 0) {
            meters.firstToken.record(firstTokenNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** A request to a provider is over. {@code result}: an HTTP status, or one of a bounded set of words. */
    public void attempt(String provider, String result) {
        attempts.computeIfAbsent(
                        new AttemptKey(provider, result),
                        key -> registry.counter(
                                "penstock.upstream.attempts", "provider", key.provider, "result", key.result))
                .increment();
    }

    /** Another target was asked beside this silent provider. */
    public void hedged(String provider) {
        registry.counter("penstock.hedges", "provider", provider).increment();
    }

    /** A broken answer goes on with this provider. */
    public void rescued(String provider) {
        registry.counter("penstock.rescues", "provider", provider).increment();
    }

    /** An event of this provider's was left out because it was no JSON. */
    public void skippedEvent(String provider) {
        registry.counter("penstock.stream.events.skipped", "provider", provider).increment();
    }

    private RequestMeters requestMeters(RequestKey key) {
        String status = String.valueOf(key.status);
        return new RequestMeters(
                registry.counter("http.requests", "path", key.route, "status", status),
                timer("http.request.duration", "path", key.route, "status", status));
    }

    private InferenceMeters inferenceMeters(InferenceKey key) {
        String[] who = {"provider", key.provider, "model", key.model};
        return new InferenceMeters(
                registry.counter(
                        "model.inference", "provider", key.provider, "model", key.model, "outcome", key.outcome),
                timer("model.inference.duration", who),
                registry.counter("model.tokens.generated", who),
                timer("model.time.to.first.token", who));
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private record AttemptKey(String provider, String result) {}

    private record RequestKey(String route, int status) {}

    private record InferenceKey(String provider, String model, String outcome) {}

    private record RequestMeters(Counter total, Timer duration) {}

    private record InferenceMeters(Counter total, Timer duration, Counter tokens, Timer firstToken) {}
}
