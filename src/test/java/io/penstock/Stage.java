package io.penstock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway before two simulated providers. The first one is known to it under many names, of which every scene takes a
 * fresh one, so that no scene finds the breakers and benches of another; the second is the fallback and well.
 */
final class Stage implements AutoCloseable {
    static final String PROMPT = "hello there";

    /** Stands for the first simulator's base URL in a provider's line. */
    static final String FIRST = "FIRST";

    /** Stands for the second simulator's. */
    static final String SECOND = "SECOND";

    private static final int NAMES = 40;

    final SimulatedProvider first = new SimulatedProvider();
    final SimulatedProvider second = new SimulatedProvider();
    final TestGateway gateway;
    final String answer;
    private final Map<String, Integer> taken = new HashMap<>();

    /**
     * Starts it.
     *
     * @param groups first words of the first provider's names, which rules and models tell apart: {@code alone*}
     * @param yaml all settings but the providers that come of the groups, and those named {@code second} and {@code third},
     *     which are both the second simulator
     */
    Stage(List<String> groups, String yaml) throws Exception {
        this(groups, yaml, List.of());
    }

    /** The same with further providers, each an {@link #entry}. */
    Stage(List<String> groups, String yaml, List<String> others) throws Exception {
        this(groups, yaml, others, Map.of());
    }

    /** The same with environment variables. */
    Stage(List<String> groups, String yaml, List<String> others, Map<String, String> environment) throws Exception {
        StringBuilder providers = new StringBuilder("\nproviders:\n");
        for (String group : groups) {
            for (int number = 0; number < NAMES; number++) {
                providers.append(entry(group + number, first.baseUrl()));
            }
        }
        providers.append(entry("second", second.baseUrl())).append(entry("third", second.baseUrl()));
        others.forEach(
                other -> providers.append(other.replace(FIRST, first.baseUrl()).replace(SECOND, second.baseUrl())));
        gateway = TestGateway.start(
                "simulator: {enabled: false}\nusage: {flush_millis: 20}\n" + yaml + providers, environment);
        answer = second.answerOf("sim-fast", PROMPT);
    }

    /** A provider's line in the settings. */
    static String entry(String name, String baseUrl) {
        return "  " + name + ": {base_url: \"" + baseUrl + "\", keyless: true, models: []}\n";
    }

    /** A name of the first provider that nobody has called yet. */
    String fresh(String group) {
        int number = taken.merge(group, 1, Integer::sum) - 1;
        if (number >= NAMES) {
            throw new IllegalStateException("no name of " + group + " is left");
        }
        return group + number;
    }

    /** A scene of its own, in which so many callers ask this model of the first provider at once. */
    Scene scene(String group, String model, int callers, boolean streaming) {
        return new Scene(this, fresh(group), model, callers, streaming);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        first.close();
        second.close();
    }
}
