package io.penstock;

import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.Role;
import io.penstock.call.CallIds;
import io.penstock.config.Settings;
import io.penstock.config.SettingsLoader;
import io.penstock.routing.Catalog;
import io.penstock.routing.Offer;
import io.penstock.routing.Resolution;
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

/** What every call looks up: its key among 1,000, its model among the shipped and 2,000 more, its own id. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBench {
    private static final String KEY = "pk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    private final CallIds ids = new CallIds(1);
    private KeyRing ring;
    private Catalog catalog;

    @Setup
    public void setUp() {
        Map<KeyHash, Caller> callers = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            callers.put(KeyHash.of(KEY + i), new Caller(new UUID(7, i), "key " + i, Role.USER, Caller.NEVER));
        }
        ring = new KeyRing(callers);
        List<Offer> offers = new ArrayList<>();
        Settings settings = new SettingsLoader(Map.of()).load();
        settings.providers().forEach(provider -> offers.add(new Offer(provider.name(), true, provider.models())));
        offers.add(new Offer(
                "huge",
                true,
                IntStream.range(0, 2_000)
                        .mapToObj(i -> "vendor-" + i % 90 + "/model-" + i)
                        .toList()));
        catalog = new Catalog(offers, settings.routing());
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
    public UUID callId() {
        return ids.next(1_763_600_000_000L);
    }
}
