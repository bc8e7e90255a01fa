package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that goes down and comes back while its callers go on calling. */
class RecoveryScenarioTest {
    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static Stage stage;
    private static String text;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(List.of("primary", "hanging"), """
                resilience: {breaker: {open_seconds: 1, open_seconds_max: 2}}
                rules:
                  - {models: ["primary*"], fallbacks: [second/sim-8x2]}
                  - {models: ["hanging*"], hedge_after_seconds: 1, hedge_answer_seconds: 1, fallbacks: [second/sim-8x2]}
                """);
        text = stage.second.answerOf("sim-8x2", Stage.PROMPT);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @AfterEach
    void mend() {
        stage.first.behave(null);
    }

    @ParameterizedTest
    @CsvSource({
        "primary, sim-status-503, 1, true",
        "primary, sim-status-503, 20, true",
        "primary, sim-reset, 20, false",
        "hanging, sim-silent, 20, true"
    })
    void servesEverybodyThroughoutAnOutageAndSparesTheDeadProvider(
            String group, String outage, int callers, boolean streaming) throws Exception {
        // Given
        Scene scene = stage.scene(group, "sim-8x2", callers, streaming);
        scene.played().everybodyHas(text);
        assertThat(scene.answeredBy()).containsExactly("up/sim-8x2");
        // When
        stage.first.behave(outage);
        long down = System.nanoTime();
        scene.played().everybodyHas(text);
        scene.told("outage " + outage + ", its first callers");
        openTheBreaker(scene, callers);
        // Then
        int asked = 0;
        int played = 0;
        while (System.nanoTime() - down < DOWN_NANOS || played <= callers * 3) {
            scene.played().everybodyHas(text);
            asked += scene.askedFirst();
            played += callers;
        }
        // One probe a second, and the caller's that is the probe: none of the others waits for it.
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - down);
        assertThat(asked).isLessThanOrEqualTo(3 + (int) seconds);
        scene.told("outage " + outage + ", a later caller");
        // When
        stage.first.behave(null);
        // Then
        Await.until("the primary answers again", () -> answeredByPrimary(scene));
        scene.told("outage " + outage + " is over");
    }

    @ParameterizedTest
    @CsvSource({"sim-cut-4", "sim-error-4"})
    void sparesAProviderThatBeginsEveryAnswerAndEndsNone(String outage) throws Exception {
        // Given
        Scene scene = stage.scene("primary", "sim-8x2", 1, true);
        scene.played().everybodyHas(text);
        // When
        stage.first.behave(outage);
        int asked = 0;
        for (int call = 0; call < 40; call++) {
            scene.played().everybodyHas(text);
            asked += scene.askedFirst();
        }
        // Then
        scene.told("outage " + outage + ", the 40th caller");
        assertThat(asked).isLessThanOrEqualTo(20);
    }

    /** Five failures in a row do. */
    private static void openTheBreaker(Scene scene, int callers) throws Exception {
        for (int failures = callers; failures < 6; failures++) {
            scene.played().everybodyHas(text);
        }
    }

    private static boolean answeredByPrimary(Scene scene) {
        try {
            return scene.played().everybodyHas(text).answeredBy().equals(Set.of("up/sim-8x2"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
