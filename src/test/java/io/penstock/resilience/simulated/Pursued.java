package io.penstock.resilience.simulated;

import io.penstock.resilience.BenchRules;
import io.penstock.resilience.BreakerRules;
import io.penstock.resilience.Cells;
import io.penstock.resilience.ManualSwitch;
import io.penstock.resilience.Pursuit;
import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import io.penstock.routing.Prefill;
import io.penstock.routing.Rule;
import io.penstock.routing.Target;
import io.penstock.routing.Traits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Penstock's own: the real pursuit, cells and breakers.
 *
 * @param openSecondsMax how long a breaker stays open at most
 */
record Pursued(String name, int openSecondsMax) implements Strategy {
    private static final long SECOND = Behaviour.SECOND;
    private static final Rule RULE = new Rule(3, 120_000, 600_000, 10_000, 0, true, false);
    private static final BenchRules BENCH =
            new BenchRules(SECOND, 60 * SECOND, 1_800 * SECOND, 60 * SECOND, 60 * SECOND, 10_000);

    Pursued() {
        this("Penstock", 60);
    }

    static Pursued awayAtMost(int seconds) {
        return new Pursued("at most " + seconds + " s", seconds);
    }

    @Override
    public Runnable callers(World world) {
        List<Candidate> candidates = new ArrayList<>();
        Map<String, Integer> keys = new HashMap<>();
        for (int i = 0; i < world.scenario.providers().size(); i++) {
            String provider = Integer.toString(i);
            keys.put(provider, world.scenario.keys());
            candidates.add(new Candidate(new Target(provider, "m", "m"), new Traits(0, Prefill.PLAIN, 15, 20)));
        }
        BreakerRules breaker = new BreakerRules(30 * SECOND, 10, 50, 5, 5 * SECOND, openSecondsMax * SECOND);
        Cells cells = new Cells(
                keys,
                breaker,
                BENCH,
                endpoint -> new ManualSwitch(world.timeline::now, breaker.openNanos()),
                transition -> {});
        Plan plan = new Plan(candidates, RULE);
        return () -> {
            Pursuit pursuit = new Pursuit(plan, cells, world.random, true, true, world.timeline.now());
            new PursuedCall(world, pursuit, RULE).step();
        };
    }
}
