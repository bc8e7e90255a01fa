package io.penstock;

import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.Role;
import io.penstock.call.CallIds;
import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Offered;
import io.penstock.config.Settings;
import io.penstock.config.SettingsLoader;
import io.penstock.routing.Catalog;
import io.penstock.routing.Fallback;
import io.penstock.routing.ModelRule;
import io.penstock.routing.ModelTraits;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Offer;
import io.penstock.routing.Prefill;
import io.penstock.routing.Resolution;
import io.penstock.routing.RoutingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What every call looks up: its key among 1,000, its model among the shipped and 2,000 more under 100 rules, its own id. And
 * the making of a catalog of 14 providers with 2,000 models each, under the same rules.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBench {
    private static final String KEY = "pk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    private final CallIds ids = new CallIds(1);
    private KeyRing ring;
    private Catalog catalog;
    private LiveCatalog live;
    private int listings;

    @Setup
    public void setUp() {
        Map<KeyHash, Caller> callers = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            callers.put(KeyHash.of(KEY + i), new Caller(new UUID(7, i), "key " + i, Role.USER, Caller.NEVER));
        }
        ring = new KeyRing(callers);
        Settings settings = new SettingsLoader(Map.of()).load();
        RoutingPolicy policy = policy(settings.routing());
        List<Offer> offers = new ArrayList<>();
        List<Offer> full = new ArrayList<>();
        settings.providers().forEach(provider -> {
            offers.add(new Offer(provider.name(), true, provider.models()));
            full.add(new Offer(provider.name(), true, models(provider.name())));
        });
        offers.add(new Offer("huge", true, models("vendor")));
        catalog = new Catalog(offers, policy);
        full.add(new Offer("huge", true, models("vendor")));
        live = Offered.live(full, policy);
    }

    private static List<String> models(String vendor) {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> vendor + "-" + i % 90 + "/model-" + i)
                .toList();
    }

    /** 100 rules, half of them with a beginning of names, and 20 traits; the last rule is for {@code gpt-6-sol}. */
    private static RoutingPolicy policy(RoutingPolicy shipped) {
        List<Fallback> fallbacks = List.of(
                new Fallback.Listed("gpt-4.1"),
                new Fallback.At("groq", "openai/gpt-oss-120b"),
                new Fallback.At("sim", "sim-fast"));
        List<ModelRule> rules = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            NamePattern pattern = new NamePattern("vendor-" + i + (i % 2 == 0 ? "/*" : "/model-" + i));
            rules.add(new ModelRule(List.of(pattern), fallbacks, shipped.rule()));
        }
        rules.add(new ModelRule(List.of(new NamePattern("gpt-6-*")), fallbacks, shipped.rule()));
        List<ModelTraits> traits = IntStream.range(0, 20)
                .mapToObj(i -> new ModelTraits(new NamePattern("vendor-" + i + "/*"), 128_000, Prefill.PLAIN, 0, 60))
                .toList();
        return new RoutingPolicy(shipped.rule(), shipped.traits(), rules, traits);
    }

    @Benchmark
    public Caller findKey() {
        return ring.find(KEY + "77", 1);
    }

    @Benchmark
    public Resolution resolveListed() {
        return catalog.resolve("gpt-6-sol");
    }

    @Benchmark
    public Resolution resolveWithProvider() {
        return catalog.resolve("groq/some-new-model");
    }

    @Benchmark
    public Resolution resolveUnknown() {
        return catalog.resolve("vendor-12/modell-1234");
    }

    @Benchmark
    public Catalog listAnew() {
        live.listed("huge", List.of("new-" + listings++));
        return live.current().models();
    }

    @Benchmark
    public UUID callId() {
        return ids.next(1_763_600_000_000L);
    }
}
