package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Offered;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
    private static final Rule DEFAULT = new Rule(3, 120_000, 900_000, 10_000, 60_000, true, false);
    private static final Rule SHORT = new Rule(1, 5_000, 6_000, 0, 0, false, true);
    private static final Traits TRAITS = new Traits(0, Prefill.NONE, 15, 20);

    private static final List<Offer> OFFERS = List.of(
            new Offer("openai", true, List.of("gpt-5", "gpt-4.1", "gpt-4o")),
            new Offer("groq", true, List.of("openai/gpt-oss-120b", "gpt-4o", "gpt-4o")),
            new Offer("mistral", false, List.of("mistral-large", "gpt-4o", "codestral-*")),
            new Offer("vllm", true, List.of("llama-*", "llama-3*")),
            new Offer("ollama", true, List.of("llama-3*", "gpt-4o")));

    @ParameterizedTest
    @CsvSource({
        "gpt-5, openai gpt-5",
        "gpt-4o, openai gpt-4o; groq gpt-4o; ollama gpt-4o",
        "ollama/gpt-4o, ollama gpt-4o",
        "llama-2, vllm llama-2",
        "llama-3.3, vllm llama-3.3; ollama llama-3.3",
        "openai/gpt-oss-120b, groq openai/gpt-oss-120b"
    })
    void asksEveryUsableProviderOfAnIdInTheirOrder(String asked, String plan) {
        assertThat(plan(catalog(), asked)).containsExactly(plan.split("; "));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5, openai gpt-5; groq x; openai gpt-4o; groq gpt-4o; ollama gpt-4o",
        "openai/gpt-5, openai gpt-5; groq x; openai gpt-4o; groq gpt-4o; ollama gpt-4o",
        "ollama/gpt-5, ollama gpt-5; groq x; openai gpt-4o; groq gpt-4o; ollama gpt-4o",
        "gpt-4o, openai gpt-4o; groq gpt-4o; ollama gpt-4o; groq x",
        "groq/gpt-4o, groq gpt-4o; groq x; openai gpt-4o; ollama gpt-4o",
        "groq/x, groq x; openai gpt-4o; groq gpt-4o; ollama gpt-4o",
        "gpt-4.1, openai gpt-4.1",
        "vllm/gpt-4.1, vllm gpt-4.1; openai gpt-5",
        "llama-2, vllm llama-2; openai gpt-5"
    })
    void triesTheFallbacksOfTheFirstRuleThatMatchesNameOrId(String asked, String plan) {
        // Given
        Catalog catalog = catalog(
                rule("vllm/gpt-4.1, llama-*", at("openai", "gpt-5")),
                rule("gpt-4.1"),
                rule(
                        "gpt-*, groq/x",
                        at("groq", "x"),
                        listed("gpt-4o"),
                        at("mistral", "y"),
                        listed("mistral-large"),
                        at("nobody", "z"),
                        listed("nothing")),
                rule("gpt-5", at("openai", "never")));

        // Then
        assertThat(plan(catalog, asked)).containsExactly(plan.split("; "));
    }

    @Test
    void putsTheRuleInForceIntoThePlan() {
        Catalog catalog = catalog(rule("gpt-5"));
        assertThat(served(catalog, "gpt-5").rule()).isEqualTo(SHORT);
        assertThat(served(catalog, "openai/gpt-5").rule()).isEqualTo(SHORT);
        assertThat(served(catalog, "gpt-4.1").rule()).isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral-large", "mistral/mistral-large", "mistral/any", "codestral-1"})
    void servesByItsFallbacksAModelWhoseProviderHasNoKey(String asked) {
        // Given
        ModelRule helped = rule("mistral-large, codestral-*, any", listed("gpt-5"));
        ModelRule helpless = rule("mistral-large, codestral-*, any", at("mistral", "other"));

        // Then
        assertThat(plan(catalog(helped), asked)).containsExactly("openai gpt-5");
        assertThat(catalog(helpless).resolve(asked)).isEqualTo(new Resolution.Keyless("mistral"));
    }

    @Test
    void servesANameThatARuleSpellsThoughNobodyOffersIt() {
        // When
        Catalog catalog = catalog(rule("worst"), rule("best, mistral-large, groq/x, gpt-5-*, *", listed("gpt-5")));

        // Then
        assertThat(plan(catalog, "best")).containsExactly("openai gpt-5");
        assertThat(catalog.served().keySet())
                .containsExactly("gpt-5", "gpt-4.1", "gpt-4o", "openai/gpt-oss-120b", "mistral-large", "best");
        assertThat(catalog.resolve("bestt"))
                .isInstanceOfSatisfying(
                        Resolution.Unknown.class,
                        unknown -> assertThat(unknown.nearest()).first().isEqualTo("best"));
        assertThat(catalog.resolve("gpt-5-typo")).isInstanceOf(Resolution.Unknown.class);
        assertThat(catalog.resolve("worst")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void makesThePlanOfAListedIdOnce() {
        Catalog catalog = catalog(rule("best", listed("gpt-5")));
        Stream.of("gpt-5", "gpt-4o", "best")
                .forEach(model -> assertThat(catalog.resolve(model)).isSameAs(catalog.resolve(model)));
    }

    @Test
    void takesTheTraitsOfTheMoreParticularEntry() {
        // Given
        RoutingPolicy policy = new RoutingPolicy(
                DEFAULT,
                TRAITS,
                List.of(rule("gpt-5", at("openai", "new"))),
                List.of(
                        traits("openai/gpt-4o", 4, null, 0),
                        traits("gpt-4*", 1, Prefill.PLAIN, 30),
                        traits("gpt-4o", 3, null, 33),
                        traits("groq/*", 0, Prefill.PARTIAL, 0),
                        traits("*", 9, null, 99)));

        // When
        Catalog catalog = new Catalog(OFFERS, policy);

        // Then
        assertThat(served(catalog, "gpt-4o").candidates())
                .extracting(Candidate::traits)
                .containsExactly(
                        new Traits(4, Prefill.PLAIN, 15, 33),
                        new Traits(3, Prefill.PARTIAL, 15, 33),
                        new Traits(3, Prefill.PLAIN, 15, 33));
        assertThat(served(catalog, "groq/new").candidates())
                .extracting(Candidate::traits)
                .containsExactly(new Traits(9, Prefill.PARTIAL, 15, 99));
        assertThat(served(catalog, "gpt-5").candidates())
                .extracting(Candidate::traits)
                .containsExactly(new Traits(9, Prefill.NONE, 15, 99), new Traits(9, Prefill.NONE, 15, 99));
    }

    @Test
    void keepsRulesAndTraitsWhenAProviderListsItsModels() {
        // Given
        RoutingPolicy policy = new RoutingPolicy(
                DEFAULT,
                TRAITS,
                List.of(rule("gpt-*", at("groq", "new"), listed("llama-3.3"))),
                List.of(traits("groq/new", 7, null, 0)));
        LiveCatalog live = Offered.live(OFFERS, policy);
        String before = String.join("; ", plan(live.current().models(), "gpt-5"));

        // When
        live.listed("groq", List.of("new", "gpt-5", "llama-3.3"));

        // Then
        assertThat(before).isEqualTo("openai gpt-5; groq new; vllm llama-3.3; ollama llama-3.3");
        assertThat(plan(live.current().models(), "gpt-5"))
                .containsExactly("openai gpt-5", "groq gpt-5", "groq new", "groq llama-3.3");
        Candidate listed = served(live.current().models(), "gpt-5").candidates().get(2);
        assertThat(listed)
                .isEqualTo(new Candidate(new Target("groq", "new", "new"), new Traits(7, Prefill.NONE, 15, 20)));
        assertThat(served(live.current().models(), "gpt-5").rule()).isEqualTo(SHORT);
    }

    private static Catalog catalog(ModelRule... rules) {
        return new Catalog(OFFERS, new RoutingPolicy(DEFAULT, TRAITS, List.of(rules), List.of()));
    }

    private static ModelRule rule(String models, Fallback... fallbacks) {
        List<NamePattern> patterns =
                Arrays.stream(models.split(", ")).map(NamePattern::new).toList();
        return new ModelRule(patterns, List.of(fallbacks), SHORT);
    }

    private static ModelTraits traits(String models, long contextTokens, Prefill prefill, int idleSeconds) {
        return new ModelTraits(new NamePattern(models), contextTokens, prefill, 0, idleSeconds);
    }

    private static Fallback at(String provider, String model) {
        return new Fallback.At(provider, model);
    }

    private static Fallback listed(String id) {
        return new Fallback.Listed(id);
    }

    private static Plan served(Catalog catalog, String asked) {
        assertThat(catalog.resolve(asked)).isInstanceOf(Resolution.Served.class);
        return ((Resolution.Served) catalog.resolve(asked)).plan();
    }

    /** Provider and model of each candidate. */
    private static List<String> plan(Catalog catalog, String asked) {
        return served(catalog, asked).candidates().stream()
                .map(candidate ->
                        candidate.target().provider() + " " + candidate.target().model())
                .toList();
    }
}
