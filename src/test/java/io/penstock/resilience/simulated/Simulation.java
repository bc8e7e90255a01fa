package io.penstock.resilience.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Plays each scenario under each strategy, many times. */
final class Simulation {
    private static final int CALLS_PER_MINUTE = 60;

    /** What one strategy made of one scenario. */
    record Row(String scenario, String strategy, Tally tally) {}

    private Simulation() {}

    /** Plays the scenarios whose name passes. */
    static List<Row> play(List<Strategy> strategies, int runs, Predicate<String> names) {
        List<Row> rows = new ArrayList<>();
        List<Scenario> scenarios = Scenarios.of(0, runs);
        for (int number = 0; number < scenarios.size(); number++) {
            if (names.test(scenarios.get(number).name())) {
                for (Strategy strategy : strategies) {
                    rows.add(play(number, strategy, runs));
                }
            }
        }
        return rows;
    }

    private static Row play(int number, Strategy strategy, int runs) {
        Tally tally = new Tally();
        for (int run = 0; run < runs; run++) {
            Scenario scenario = Scenarios.of(run, runs).get(number);
            World world = new World(scenario, 1_000 + run, tally);
            world.run(CALLS_PER_MINUTE, strategy.callers(world));
            world.timeline.run();
            tally.virtualNanos += scenario.lengthNanos();
            tally.illNanos += illNanos(scenario);
        }
        return new Row(Scenarios.of(0, runs).get(number).name(), strategy.name(), tally);
    }

    private static long illNanos(Scenario scenario) {
        long ill = 0;
        for (long now = 0; now < scenario.lengthNanos(); now += Behaviour.SECOND) {
            ill += scenario.ill().test(now) ? Behaviour.SECOND : 0;
        }
        return ill;
    }
}
