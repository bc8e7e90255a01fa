package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Offered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private static final RoutingPolicy PLAIN = new RoutingPolicy(
            new Rule(3, 120_000, 900_000, 10_000, 60_000, true, false),
            new Traits(0, Prefill.NONE, 15, 20),
            List.of(),
            List.of());
    private static final Catalog CATALOG = new Catalog(
            List.of(
                    new Offer("openai", true, List.of("gpt-6-sol", "gpt-4o", "o3")),
                    new Offer("groq", true, List.of("openai/gpt-oss-120b", "gpt-4o")),
                    new Offer("local", true, List.of("llama-*", "gpt-4o-*")),
                    new Offer("mistral", false, List.of("mistral-large-4", "gpt-4o", "codestral-*")),
                    new Offer("together", false, List.of("moonshotai/Kimi-K3"))),
            PLAIN);

    @ParameterizedTest
    @CsvSource({
        "gpt-6-sol, openai, gpt-6-sol, gpt-6-sol",
        "gpt-4o, openai, gpt-4o, gpt-4o",
        "groq/gpt-4o, groq, gpt-4o, gpt-4o",
        "openai/gpt-oss-120b, groq, openai/gpt-oss-120b, openai/gpt-oss-120b",
        "groq/openai/gpt-oss-120b, groq, openai/gpt-oss-120b, openai/gpt-oss-120b",
        "openai/some-new-model, openai, some-new-model, other",
        "groq/a/b/c, groq, a/b/c, other",
        "llama-3.3, local, llama-3.3, llama-*",
        "llama-, local, llama-, llama-*",
        "gpt-4o-2024, local, gpt-4o-2024, gpt-4o-*"
    })
    void servesAModel(String asked, String provider, String model, String label) {
        assertThat(first(CATALOG, asked)).isEqualTo(new Target(provider, model, label));
    }

    @ParameterizedTest
    @CsvSource({
        "mistral-large-4, mistral",
        "mistral/anything, mistral",
        "together/x, together",
        "moonshotai/Kimi-K3, together",
        "codestral-2508, mistral"
    })
    void knowsWhoseKeyIsMissing(String asked, String provider) {
        assertThat(CATALOG.resolve(asked)).isEqualTo(new Resolution.Keyless(provider));
    }

    @ParameterizedTest
    @CsvSource({"gpt-6-soll, gpt-6-sol", "GPT-6-SOL, gpt-6-sol", "o4, o3", "openai, ''", "openai/, ''", "/o3, o3"})
    void namesWhatLooksLikeAnUnknownModel(String asked, String nearest) {
        assertThat(CATALOG.resolve(asked)).isInstanceOfSatisfying(Resolution.Unknown.class, unknown -> {
            if (!nearest.isEmpty()) {
                assertThat(unknown.nearest()).first().isEqualTo(nearest);
            }
            assertThat(unknown.nearest()).hasSizeLessThanOrEqualTo(3);
        });
    }

    @Test
    void comparesNoNameThatIsTooLong() {
        // Given
        String longest = "openai/" + "x".repeat(Catalog.MODEL_NAME_CHARS_MAX - 7);

        // When
        Resolution tooLong = CATALOG.resolve(longest + "x");

        // Then
        assertThat(tooLong).isEqualTo(new Resolution.Unknown(List.of()));
        assertThat(CATALOG.resolve(longest)).isInstanceOf(Resolution.Served.class);
        assertThat(CATALOG.resolve("llama-" + "x".repeat(200))).isEqualTo(tooLong);
    }

    @Test
    void listsTheServedIdsInTheOrderOfTheOffers() {
        assertThat(CATALOG.served().keySet()).containsExactly("gpt-6-sol", "gpt-4o", "o3", "openai/gpt-oss-120b");
    }

    @Test
    void prefersAnExactIdToAWildcardOfAnEarlierProvider() {
        Catalog catalog = new Catalog(
                List.of(new Offer("all", true, List.of("*")), new Offer("openai", true, List.of("gpt-4o"))), PLAIN);
        assertThat(first(catalog, "gpt-4o")).isEqualTo(new Target("openai", "gpt-4o", "gpt-4o"));
        assertThat(first(catalog, "x")).isEqualTo(new Target("all", "x", "*"));
    }

    @Test
    void listsForACallerWhatItMayUse() {
        // Given
        Catalog catalog = new Catalog(
                List.of(
                        new Offer("openai", true, List.of("gpt-4o", "gpt-5")),
                        new Offer("groq", true, List.of("gpt-5"))),
                PLAIN);

        // When
        Scope one = new Scope(List.of(), Set.of("groq"), Set.of());
        Scope other = new Scope(List.of(new NamePattern("gpt-4*")), Set.of(), Set.of());

        // Then
        assertThat(catalog.served(one)).containsExactly(Map.entry("gpt-5", new Target("groq", "gpt-5", "gpt-5")));
        assertThat(catalog.served(other).keySet()).containsExactly("gpt-4o");
        assertThat(catalog.served(Scope.ALL)).isEqualTo(catalog.served());
    }

    @Test
    void mergesWhatProvidersListBehindTheConfiguredIds() {
        // Given
        LiveCatalog live = Offered.live(
                List.of(new Offer("openai", true, List.of("gpt-4o")), new Offer("groq", true, List.of("llama"))),
                PLAIN);

        // When
        live.listed("openai", List.of("new", "gpt-4o", "llama", " ", "x".repeat(201), "wild*"));

        // Then
        assertThat(live.current().models().served().keySet()).containsExactly("gpt-4o", "new", "llama");
        assertThat(live.current().models().served().get("llama").provider()).isEqualTo("openai");
        live.listed("openai", List.of("newer"));
        assertThat(live.current().models().served().keySet()).containsExactly("gpt-4o", "newer", "llama");
        live.listed("nobody", List.of("nothing"));
        assertThat(live.current().models().served()).hasSize(3);
    }

    @Test
    void keepsTheCatalogWhereAListingIsTheSame() {
        LiveCatalog live = Offered.live(List.of(new Offer("openai", true, List.of())), PLAIN);
        live.listed("openai", List.of("a", "b"));
        Catalog before = live.current().models();
        live.listed("openai", List.of("a", "b", "b"));
        assertThat(live.current().models()).isSameAs(before);
    }

    @Test
    void takesABoundedNumberOfListedIds() {
        LiveCatalog live = Offered.live(List.of(new Offer("openai", true, List.of("mine"))), PLAIN);
        live.listed("openai", IntStream.range(0, 5_000).mapToObj(i -> "m" + i).toList());
        assertThat(live.current().models().served()).hasSize(LiveCatalog.LISTED_MODELS_MAX + 1);
    }

    private static Target first(Catalog catalog, String asked) {
        assertThat(catalog.resolve(asked)).isInstanceOf(Resolution.Served.class);
        return ((Resolution.Served) catalog.resolve(asked))
                .plan()
                .candidates()
                .getFirst()
                .target();
    }
}
