package io.penstock;

import io.penstock.config.Settings;
import io.penstock.config.SettingsLoader;
import io.penstock.resilience.BenchRules;
import io.penstock.resilience.BreakerRules;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Hints;
import io.penstock.resilience.ManualSwitch;
import io.penstock.routing.Affinity;
import io.penstock.routing.Catalog;
import io.penstock.routing.Feature;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.penstock.routing.Offer;
import io.penstock.routing.Paces;
import io.penstock.routing.Plan;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Resolution;
import io.penstock.routing.Router;
import io.penstock.routing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What choosing costs: all shipped providers with a key, all shipped models and rules, paces known of every second one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBench {
    private static final long SECOND = 1_000_000_000L;
    private static final Needs NEEDS = new Needs(Feature.TOOLS.bit(), 2_500, 1_000);

    private final Paces paces = new Paces();
    private final Affinity affinity = new Affinity();
    private final Inquiry plain = Inquiry.of("gpt-6-sol");
    private final Inquiry named = inquiry("gpt-oss", PowerLevel.ECO, 0);
    private final Inquiry namedEnding = inquiry("gpt-oss:eco", null, 0);
    private final Inquiry eco = inquiry(Inquiry.AUTO, PowerLevel.ECO, 0);
    private final Inquiry balanced = inquiry(Inquiry.AUTO, PowerLevel.BALANCED, 0);
    private final Inquiry kept = inquiry(Inquiry.AUTO, PowerLevel.BALANCED, 99);
    private Catalog catalog;
    private Router router;
    private long now = 100 * SECOND;

    private static Inquiry inquiry(String model, PowerLevel level, long prefix) {
        return new Inquiry(model, level, null, NEEDS, io.penstock.routing.Scope.ALL, prefix);
    }

    @Setup
    public void setUp() {
        Settings settings = new SettingsLoader(Map.of()).load();
        List<Offer> offers = new ArrayList<>();
        settings.providers().forEach(provider -> {
            List<String> models = new ArrayList<>(provider.models());
            if (List.of("groq", "together", "fireworks", "bedrock").contains(provider.name())) {
                models.add("gpt-oss");
            }
            offers.add(new Offer(provider.name(), true, models));
            for (int i = 0; i < models.size(); i += 2) {
                Target target = new Target(provider.name(), models.get(i), "");
                paces.began(target, now);
                paces.streamed(target, (i + 1) * SECOND / 10, 200, (i + 20) * SECOND / 10, now);
            }
        });
        catalog = new Catalog(offers, settings.routing());
        Cells cells = new Cells(
                Map.of(),
                new BreakerRules(30 * SECOND, 10, 50, 5, 5 * SECOND, 60 * SECOND),
                new BenchRules(SECOND, 60 * SECOND, 1_800 * SECOND, 60 * SECOND, 60 * SECOND, 10_000),
                name -> new ManualSwitch(() -> now, 5 * SECOND),
                transition -> {});
        router = new Router(paces, cells::available, new Hints(), affinity, new SplittableRandom(1), () -> 20_000);
        Plan plan = ((Resolution.Served) router.resolve(catalog, kept, now)).plan();
        affinity.served(plan, plan.candidates().getLast().target(), now);
    }

    @Benchmark
    public Resolution named() {
        return router.resolve(catalog, plain, now++);
    }

    /** One of four providers. */
    @Benchmark
    public Resolution namedAtALevel() {
        return router.resolve(catalog, named, now++);
    }

    @Benchmark
    public Resolution namedWithAnEnding() {
        return router.resolve(catalog, namedEnding, now++);
    }

    @Benchmark
    public Resolution autoByPrice() {
        return router.resolve(catalog, eco, now++);
    }

    @Benchmark
    public Resolution autoByAllThree() {
        return router.resolve(catalog, balanced, now++);
    }

    @Benchmark
    public Resolution autoKeptTogether() {
        return router.resolve(catalog, kept, now++);
    }
}
