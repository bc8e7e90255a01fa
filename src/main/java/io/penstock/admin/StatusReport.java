package io.penstock.admin;

import io.penstock.circuit.LastErrors;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.resilience.Breaker;
import io.penstock.resilience.Cells.BenchStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of providers at one moment, as JSON. Keys are masked. Made for one answer, by one thread; bounded by the
 * number of providers, their last errors and the benches.
 */
final class StatusReport {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final ProviderStatusRoute.Sources sources;
    private final Instant started;
    private final long nowNanos;
    private final Instant now;
    private final Map<String, List<BenchStatus>> benches;

    /** @param started since when breakers that have never changed are closed */
    StatusReport(ProviderStatusRoute.Sources sources, Instant started) {
        this.sources = sources;
        this.started = started;
        nowNanos = sources.nanoTime().getAsLong();
        now = sources.clock().instant();
        benches = sources.cells().benches(nowNanos).stream().collect(Collectors.groupingBy(BenchStatus::provider));
    }

    JsonObject all() {
        JsonArray providers = new JsonArray();
        sources.providers().get().forEach(provider -> providers.add(status(provider)));
        return new JsonObject().put("generated_at", text(now)).put("providers", providers);
    }

    JsonObject one(Provider provider) {
        return status(provider).put("generated_at", text(now));
    }

    private JsonObject status(Provider provider) {
        Breaker.Status breaker = sources.cells().breaker(provider.name()).status(nowNanos);
        boolean changed = !breaker.reason().isEmpty();
        boolean closed = breaker.state() == Breaker.State.CLOSED;
        List<BenchStatus> benched = benches.getOrDefault(provider.name(), List.of());
        return new JsonObject()
                .put("name", provider.name())
                .put("base_url", provider.endpoint().url())
                .put("usable", provider.usable())
                .put("state", breaker.state().label())
                .put("reason", changed ? breaker.reason() : null)
                .put("since", changed ? wall(breaker.sinceNanos()) : text(started))
                .put("next_probe", closed ? null : due(breaker.nextProbeNanos()))
                .put("window", window(breaker))
                .put("keys", keys(provider, benched))
                .put("benched_models", models(provider, benched))
                .put("last_errors", lastErrors(provider))
                .put("health", sources.health().apply(provider.name()));
    }

    private JsonObject window(Breaker.Status breaker) {
        return new JsonObject()
                .put("outcomes", breaker.outcomes())
                .put("failures", breaker.failures())
                .put("seconds", sources.windowSeconds());
    }

    /** Every key, benched or not; a provider that needs none has one without a name where it refused to go without. */
    private JsonArray keys(Provider provider, List<BenchStatus> benched) {
        JsonArray keys = new JsonArray();
        for (int index = 0; index < provider.keys().size(); index++) {
            keys.add(key(provider.keys().get(index), index, benched));
        }
        if (provider.keys().isEmpty() && benched.stream().anyMatch(bench -> bench.model() == null)) {
            keys.add(key(null, 0, benched));
        }
        return keys;
    }

    private JsonObject key(@Nullable ProviderKey key, int index, List<BenchStatus> benched) {
        BenchStatus bench = benched.stream()
                .filter(one -> one.model() == null && one.key() == index)
                .findFirst()
                .orElse(null);
        return new JsonObject()
                .put("key", key == null ? null : key.masked())
                .put("variable", key == null ? null : key.variable())
                .put("benched_until", bench == null ? null : due(bench.untilNanos()))
                .put("reason", bench == null ? null : bench.reason());
    }

    private JsonArray models(Provider provider, List<BenchStatus> benched) {
        JsonArray models = new JsonArray();
        for (BenchStatus bench : benched) {
            if (bench.model() != null) {
                boolean one = bench.key() >= 0 && bench.key() < provider.keys().size();
                models.add(new JsonObject()
                        .put("model", bench.model())
                        .put("key", one ? provider.keys().get(bench.key()).masked() : null)
                        .put("until", due(bench.untilNanos()))
                        .put("reason", bench.reason()));
            }
        }
        return models;
    }

    private JsonArray lastErrors(Provider provider) {
        JsonArray errors = new JsonArray();
        for (LastErrors.Entry error : sources.errors().of(provider.name())) {
            errors.add(new JsonObject()
                    .put("call_id", error.callId().toString())
                    .put("verdict", error.verdict())
                    .put("result", error.result())
                    .put("at", text(Instant.ofEpochMilli(error.atMillis()))));
        }
        return errors;
    }

    /** The wall clock's time of an instant of the monotonic clock, as far as both ran alike since. */
    private String wall(long nanos) {
        return text(now.plusNanos(nanos - nowNanos));
    }

    /** The same of an instant to come, never too early: whoever comes at that millisecond is not turned away. */
    private String due(long nanos) {
        long left = nanos - nowNanos;
        return left <= 0 ? text(now) : text(now.plusNanos(left + NANOS_PER_MILLI - 1));
    }

    /** RFC 3339, in UTC, to the millisecond. */
    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
