package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers with several keys, some of which are of no use. */
class KeysScenarioTest {
    private static final List<String> ENDINGS = List.of("", "_1", "_2", "_3", "_4");

    private static ScriptedUpstream scripted;
    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        scripted = new ScriptedUpstream();
        Map<String, String> keys = new HashMap<>();
        for (int i = 0; i < ENDINGS.size(); i++) {
            keys.put("KEYS_FINE" + ENDINGS.get(i), "sk-test-" + i + "-good");
            keys.put("KEYS_ONE_BAD" + ENDINGS.get(i), "sk-test-" + i + (i == 1 ? "-bad" : "-good"));
            keys.put("KEYS_TWO_BAD" + ENDINGS.get(i), "sk-test-" + i + (i == 1 || i == 3 ? "-bad" : "-good"));
        }
        stage = new Stage(
                List.of(),
                "resilience: {breaker: {streak: 10000, outcomes_min: 10000}}\n",
                List.of(
                        entry("fine", scripted.baseUrl(), "KEYS_FINE"),
                        entry("onebad1", "KEYS_ONE_BAD"),
                        entry("onebad20", "KEYS_ONE_BAD"),
                        entry("twobad1", "KEYS_TWO_BAD"),
                        entry("twobad20", "KEYS_TWO_BAD"),
                        entry("busy1", "KEYS_ONE_BAD"),
                        entry("busy20", "KEYS_ONE_BAD")),
                keys);
    }

    private static String entry(String name, String keys) {
        return entry(name, null, keys);
    }

    private static String entry(String name, String baseUrl, String keys) {
        return "  " + name + ": {base_url: \"" + (baseUrl == null ? Stage.FIRST : baseUrl) + "\", key_env: [" + keys
                + "], models: []}\n";
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
        scripted.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 25})
    void usesTheKeysOfOneProviderInTurn(int callers) throws Exception {
        // Given
        scripted.plays((request, wire) -> wire.json(200, "{\"choices\":[]}"));
        Scene scene = new Scene(stage, "fine", "m" + callers, callers, false);
        // When
        for (int i = 0; i < 25 / callers; i++) {
            scene.played();
        }
        // Then
        assertThat(scene.heard()).allMatch(one -> one.status() == 200);
        Map<String, Integer> used = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            used.merge(scripted.next().header("authorization"), 1, Integer::sum);
        }
        assertThat(used).hasSize(5).allSatisfy((key, times) -> assertThat(times).isEqualTo(5));
        scene.told("five keys in turn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"onebad1", "onebad20", "twobad1", "twobad20"})
    void leavesABadKeyAloneAfterItsFirstFailure(String provider) throws Exception {
        // Given
        int callers = provider.endsWith("20") ? 20 : 1;
        int bad = provider.startsWith("one") ? 1 : 2;
        Scene scene = new Scene(stage, provider, "sim-key-only-good", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer();
        assertThat(scene.attempts()).isSubsetOf("up:200", "up:401,up:200", "up:401,up:401,up:200");
        scene.told(bad + " bad of five keys");
        // When
        int failures = scene.askedFirst() - callers;
        for (int i = 0; i < 10; i++) {
            scene.played().everybodyHasTheWholeAnswer();
            failures += scene.askedFirst() - callers;
        }
        // Then
        assertThat(failures).isBetween(bad, callers == 1 ? bad : bad * callers);
        assertThat(scene.attempts()).containsExactly("up:200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy1", "busy20"})
    void usesTheOtherKeysWhileOneIsRateLimited(String provider) throws Exception {
        // Given
        int callers = provider.endsWith("20") ? 20 : 5;
        Scene scene = new Scene(stage, provider, "sim-key-429-bad", callers, true);
        // When
        scene.played();
        // Then
        scene.everybodyHasTheWholeAnswer();
        assertThat(scene.attempts()).isSubsetOf("up:200", "up:429,up:200").contains("up:429,up:200");
        scene.rows();
        scene.told("one of five keys rate limited");
    }
}
