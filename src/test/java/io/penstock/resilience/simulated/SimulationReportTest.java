package io.penstock.resilience.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/simulation.md what the code of today makes of the stories, so that a change of strategy shows as a diff. */
class SimulationReportTest {
    private static final Path COMMITTED = Path.of("docs/simulation.md");
    private static final Path REGENERATED = Path.of("target/simulation.md");
    private static final Pattern LONG_OUTAGE = Pattern.compile("black hole|brown-out|up 20 s|heads with them");
    private static final int RUNS = 100;
    private static final int CHOICE_RUNS = 20;

    @Test
    void theCommittedReportIsWhatTheSimulationSays() throws Exception {
        // Given
        List<Strategy> strategies = List.of(new Pursued(), Unremembering.nextOne(), Unremembering.sameAgain());
        List<Strategy> bounds = List.of(Pursued.awayAtMost(60), Pursued.awayAtMost(300));

        // When
        String report = Report.page(
                RUNS,
                Simulation.play(strategies, RUNS, name -> true),
                Simulation.play(bounds, RUNS, name -> LONG_OUTAGE.matcher(name).find()),
                Choosing.play(CHOICE_RUNS));

        // Then
        Files.writeString(REGENERATED, report);
        if (Boolean.getBoolean("simulation.update")) {
            Files.writeString(COMMITTED, report);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as(
                        "the simulation says something else now: look at %s, and if that is as it should be, run"
                                + " mvn test -Dtest=SimulationReportTest -Dsimulation.update=true",
                        REGENERATED)
                .isEqualTo(report);
    }
}
