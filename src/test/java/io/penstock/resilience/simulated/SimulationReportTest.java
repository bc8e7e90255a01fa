package io.penstock.resilience.simulated;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationReportTest {
    @Test
    void x() {
        long t = System.nanoTime();
        int runs = Integer.getInteger("runs", 20);
        System.out.println(Report.table(Simulation.play(
                Scenarios.all(), List.of(new Pursued(), Unremembering.sameAgain(), Unremembering.nextOne()), runs)));
        System.out.println((System.nanoTime() - t) / 1_000_000);
    }
}
