package io.penstock.resilience.simulated;

import java.util.List;

/** Plays each scenario under each strategy, many times. */
final class Simulation {
    private static final int CALLS_PER_MINUTE = 60;

    /** What one strategy made of one scenario. */
    record Row(Scenario scenario, Strategy strategy, Tally tally) {}

    private Simulation() {}

    static List<Row> play(List<Scenario> scenarios, List<Strategy> strategies, int runs) {
        return scenarios.stream()
                .flatMap(scenario -> strategies.stream().map(strategy -> play(scenario, strategy, runs)))
                .toList();
    }

    private static Row play(Scenario scenario, Strategy strategy, int runs) {
        Tally tally = new Tally();
        for (int run = 0; run < runs; run++) {
            World world = new World(scenario, 1_000 + run, tally);
            world.run(CALLS_PER_MINUTE, strategy.callers(world));
            world.timeline.run();
            tally.illNanos += illNanos(scenario);
        }
        return new Row(scenario, strategy, tally);
    }

    private static long illNanos(Scenario scenario) {
        long ill = 0;
        for (long now = 0; now < scenario.lengthNanos(); now += Behaviour.SECOND) {
            ill += scenario.ill().test(now) ? Behaviour.SECOND : 0;
        }
        return ill;
    }
}
