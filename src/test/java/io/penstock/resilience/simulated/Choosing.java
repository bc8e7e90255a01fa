package io.penstock.resilience.simulated;

import io.penstock.routing.Objective;
import io.penstock.routing.PowerLevel;
import java.util.ArrayList;
import java.util.List;

/** Plays what is chosen for what counts, while all is well, while one is slow and while one fails. */
final class Choosing {
    private static final int CALLS_PER_MINUTE = 60;
    private static final long LENGTH = 30 * Behaviour.MINUTE;
    private static final long FROM = 5 * Behaviour.MINUTE;
    private static final long TO = 25 * Behaviour.MINUTE;
    private static final List<Chosen> STRATEGIES = List.of(
            new Chosen("eco", Objective.of(PowerLevel.ECO)),
            new Chosen("balanced", Objective.of(PowerLevel.BALANCED)),
            new Chosen("precision", Objective.of(PowerLevel.PRECISION)),
            new Chosen("latency alone", Objective.LATENCY));

    private Choosing() {}

    static List<Simulation.Row> play(int runs) {
        List<Simulation.Row> rows = new ArrayList<>();
        for (Scenario scenario : scenarios()) {
            for (Chosen strategy : STRATEGIES) {
                Tally tally = new Tally();
                for (int run = 0; run < runs; run++) {
                    World world = new World(scenario, 5_000 + run, tally);
                    world.run(CALLS_PER_MINUTE, strategy.callers(world));
                    world.timeline.run();
                }
                rows.add(new Simulation.Row(scenario.name(), strategy.name(), tally));
            }
        }
        return rows;
    }

    private static List<Scenario> scenarios() {
        Behaviour small = Behaviour.healthy();
        Behaviour middle = Behaviour.slow(200 * Behaviour.MILLI);
        Behaviour large = Behaviour.slow(Behaviour.SECOND);
        Behaviour elsewhere = Behaviour.slow(500 * Behaviour.MILLI);
        Behaviour late = Behaviour.slow(8 * Behaviour.SECOND);
        return List.of(
                scenario("all is well", small, middle, large, elsewhere),
                scenario("the middling model 8 s late", small, middle.but(late, FROM, TO), large, elsewhere),
                scenario("the small model 503", small.but(Behaviour.overloaded(), FROM, TO), middle, large, elsewhere),
                scenario("the large model silent", small, middle, large.but(Behaviour.silent(), FROM, TO), elsewhere));
    }

    private static Scenario scenario(String name, Behaviour... providers) {
        return Scenario.ill(name, FROM, TO, LENGTH, providers);
    }
}
