package io.penstock.resilience.simulated;

import io.penstock.resilience.BenchRules;
import io.penstock.resilience.BreakerRules;
import io.penstock.resilience.Cells;
import io.penstock.resilience.ManualSwitch;
import io.penstock.resilience.Pursuit;
import io.penstock.routing.Affinity;
import io.penstock.routing.Capability;
import io.penstock.routing.Catalog;
import io.penstock.routing.Compatibility;
import io.penstock.routing.Inquiry;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import io.penstock.routing.ModelRule;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Objective;
import io.penstock.routing.Offer;
import io.penstock.routing.Paces;
import io.penstock.routing.Plan;
import io.penstock.routing.Prefill;
import io.penstock.routing.PriceTier;
import io.penstock.routing.Resolution;
import io.penstock.routing.ResponsesNeed;
import io.penstock.routing.Router;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.Rule;
import io.penstock.routing.Target;
import io.penstock.routing.TokenClass;
import io.penstock.routing.Traits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of {@code auto}: the real router chooses, learns how fast providers are, and the real pursuit asks. */
record Chosen(String name, Objective objective) implements Strategy {
    /** Dollars per million tokens of output, by the number of the provider; input costs a fifth. */
    static final List<String> PRICES = List.of("0.4", "4", "20", "22");

    private static final long SECOND = Behaviour.SECOND;
    private static final long TOKENS_PER_SECOND = 40;
    private static final long INPUT_TOKENS = 1_000;
    private static final double MILLION = 1e6;
    private static final Rule RULE = new Rule(3, 120_000, 600_000, 10_000, 0, true, false);
    private static final BreakerRules BREAKER = new BreakerRules(30 * SECOND, 10, 50, 5, 5 * SECOND, 60 * SECOND);
    private static final BenchRules BENCH =
            new BenchRules(SECOND, 60 * SECOND, 1_800 * SECOND, 60 * SECOND, 60 * SECOND, 10_000);

    @Override
    public Runnable callers(World world) {
        Cells cells = new Cells(
                Map.of(),
                BREAKER,
                BENCH,
                endpoint -> new ManualSwitch(world.timeline::now, BREAKER.openNanos()),
                transition -> {});
        Paces paces = new Paces();
        Router router = new Router(paces, cells::available, Compatibility.OPEN, new Affinity(), world.random, () -> 0);
        Catalog catalog = catalog();
        PursuedCall.Watch watch = new Learning(world, paces);
        return () -> {
            long now = world.timeline.now();
            Plan plan = ((Resolution.Served) router.resolve(catalog, Inquiry.of(Inquiry.AUTO), now)).plan();
            Pursuit pursuit = new Pursuit(plan, cells, world.random, true, true, now);
            new PursuedCall(world, pursuit, plan.rule(), watch).step();
        };
    }

    private Catalog catalog() {
        List<Offer> offers = new ArrayList<>();
        List<ModelCard> cards = new ArrayList<>();
        for (int i = 0; i < PRICES.size(); i++) {
            offers.add(new Offer(Integer.toString(i), true, List.of("m")));
            cards.add(card(Integer.toString(i), new BigDecimal(PRICES.get(i))));
        }
        ModelRule rule =
                new ModelRule(name, List.of(new NamePattern("*")), null, false, List.of(), RULE, objective, null);
        Traits traits = new Traits(0, Prefill.PLAIN, 15, 20);
        return new Catalog(
                offers, new RoutingPolicy(RULE, traits, List.of(rule), List.of(), new ModelCards(cards, List.of())));
    }

    private static ModelCard card(String provider, BigDecimal output) {
        PriceTier tier = new PriceTier(
                null, 0, Map.of(TokenClass.OUTPUT, output, TokenClass.INPUT, output.divide(BigDecimal.valueOf(5))));
        return new ModelCard(
                provider,
                "m",
                List.of(),
                0,
                0,
                Set.of(Capability.TOOLS),
                List.of(tier),
                ResponsesNeed.NONE,
                true,
                null,
                null,
                "",
                null);
    }

    /** Tells the router what the proxy tells it. */
    private record Learning(World world, Paces paces) implements PursuedCall.Watch {
        @Override
        public void sent(Target target) {
            paces.began(target, world.timeline.now());
        }

        @Override
        public void streamed(Target target, long firstTokenNanos, long nanos, boolean whole) {
            long tokens = TOKENS_PER_SECOND * (nanos - firstTokenNanos) / SECOND;
            paces.streamed(target, firstTokenNanos, whole ? tokens : 0, nanos, world.timeline.now());
            if (whole) {
                int provider = Integer.parseInt(target.provider());
                double price = Double.parseDouble(PRICES.get(provider));
                world.tally.served[provider]++;
                world.tally.dollars += price * (tokens + INPUT_TOKENS / 5.0) / MILLION;
            }
        }

        @Override
        public void silent(Target target, long nanos) {
            paces.silent(target, nanos, world.timeline.now());
        }
    }
}
