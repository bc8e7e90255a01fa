package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.provider.Provider;
import io.penstock.routing.Capability;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import io.penstock.routing.ResponsesNeed;
import io.penstock.routing.TokenClass;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
    private static final Path SHIPPED = Path.of("conf/models.yaml");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @TempDir
    private Path folder;

    @Test
    void hasACardForEveryRowThatIsShipped() throws IOException {
        // Given
        long rows = Pattern.compile("(?m)^ *- (\\{id: |id: )")
                .matcher(Files.readString(SHIPPED))
                .results()
                .count();

        // When
        ModelCards cards = shipped();

        // Then
        assertThat(cards.all().size() + cards.gone().size()).isEqualTo((int) rows);
        assertThat(cards.all()).hasSizeGreaterThan(150);
        assertThat(cards.all().stream().map(ModelCard::provider).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "openai",
                        "anthropic",
                        "gemini",
                        "bedrock",
                        "groq",
                        "together",
                        "fireworks",
                        "cerebras",
                        "xai",
                        "deepseek",
                        "mistral",
                        "cohere",
                        "ai21",
                        "perplexity",
                        "qwen",
                        "huggingface");
    }

    @Test
    void shipsNoRowWithoutItsSourceAndNoSuccessorThatIsUnknown() throws IOException {
        ModelCards cards = shipped();
        assertThat(cards.all()).allSatisfy(card -> {
            assertThat(card.source()).as(card.id()).isNotEmpty();
            assertThat(card.sourceDate()).as(card.id()).isBetween(LocalDate.of(2026, 5, 1), TODAY);
            assertThat(card.successor() == null || cards.at(card.provider(), card.successor()) != null)
                    .as("successor of " + card.id())
                    .isTrue();
            assertThat(cards.at(card.provider(), card.id())).isEqualTo(card);
        });
        assertThat(cards.gone())
                .allSatisfy(model -> assertThat(
                                model.successor() == null || cards.at(model.provider(), model.successor()) != null)
                        .as("successor of " + model.id())
                        .isTrue());
    }

    /** Of a million tokens of each class alone: plain input, cached input, cache write, output. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "openai, gpt-6-luna, 2026-11-21, 0.20, 0.02, 0.25, 0.50",
                "openai, gpt-5.6, 2026-11-21, 10, 1, 12.5, 30",
                "openai, gpt-4o-mini, 2026-11-21, 0.15, 0.075, -, 0.6",
                "anthropic, claude-opus-5-5, 2026-11-21, 4, 0.2, 5, 20",
                "anthropic, claude-haiku-5-5, 2026-11-21, 0.5, 0.05, 0.625, 0.5",
                "anthropic, claude-sonnet-5-5, 2026-11-21, 2, -, 2.5, 10",
                "gemini, gemini-4-argon, 2026-11-30, 2, 0.1, -, 10",
                "gemini, gemini-4-argon, 2026-12-01, 4, 0.2, -, 20",
                "bedrock, amazon.nova-micro-v1:0, 2026-11-21, 0.035, 0.009, -, 0.14",
                "groq, openai/gpt-oss-20b, 2026-11-21, 0.075, 0.0375, -, 0.3",
                "xai, grok-4.3, 2026-11-21, 2.5, 0.4, -, 2.5",
                "deepseek, deepseek-v4-pro, 2026-11-21, -, -, -, -",
                "qwen, qwen3.6-flash, 2026-11-21, 0.1875, -, -, 1.125",
                "mistral, mistral-small-latest, 2026-11-21, 0.15, -, -, 0.6"
            })
    void shipsThePricesOfItsDate(
            String provider, String id, LocalDate day, String input, String cached, String written, String output)
            throws IOException {
        long million = 1_000_000;
        ModelCards cards = shipped();
        Map<TokenUsage, String> prices = new LinkedHashMap<>();
        prices.put(TokenUsage.reported(million, 0, 0, 0, 0), input);
        prices.put(TokenUsage.reported(million, million, 0, 0, 0), cached);
        prices.put(TokenUsage.reported(million, 0, million, 0, 0), written);
        prices.put(TokenUsage.reported(0, 0, 0, million, 0), output);
        prices.forEach((usage, price) -> {
            var cost = cards.cost(provider, id, usage, TokenClass.CACHE_WRITE_5M, day);
            assertThat(cost == null ? null : cost.stripTrailingZeros().toPlainString())
                    .as(usage.toString())
                    .isEqualTo(
                            price == null
                                    ? null
                                    : new BigDecimal(price).stripTrailingZeros().toPlainString());
        });
    }

    @Test
    void knowsWhatDecidesWhereACallGoes() throws IOException {
        ModelCards cards = shipped();
        assertThat(cards.at("openai", "gpt-6.1-sol").responses()).isEqualTo(ResponsesNeed.TOOLS);
        assertThat(cards.at("openai", "gpt-5.3-codex").responses()).isEqualTo(ResponsesNeed.ALWAYS);
        assertThat(cards.at("openai", "gpt-4.1").responses()).isEqualTo(ResponsesNeed.NONE);
        assertThat(cards.at("openai", "gpt-4.1").contextTokens()).isEqualTo(1_047_576);
        assertThat(cards.at("openai", "gpt-5-mini").shutdown()).isEqualTo("2026-12-11");
        assertThat(cards.at("openai", "gpt-5-mini").successor()).isEqualTo("gpt-5.6-terra");
        assertThat(cards.at("cohere", "embed-v4.0").capabilities()).containsExactly(Capability.EMBEDDINGS);
        assertThat(cards.ended("anthropic", "claude-3-5-haiku-20241022").successor())
                .isEqualTo("claude-haiku-4-5-20251001");
        assertThat(cards.at("anthropic", "claude-opus-4-20250514")).isNull();
    }

    @Test
    void givesProvidersTheirModelsWhereTheirEntryNamesNone() throws IOException {
        // When
        Map<String, Provider> shipped = new Loading(folder, "")
                .settings().providers().stream().collect(Collectors.toMap(Provider::name, provider -> provider));
        Settings own = new Loading(folder, """
                providers:
                  openai: {base_url: 'http://h', models: []}
                  groq: {base_url: 'http://h', models: [own]}
                  vllm: {base_url: 'http://h'}
                """).settings();

        // Then
        assertThat(shipped.get("openai").models())
                .startsWith("gpt-6-luna", "gpt-6-sol", "gpt-6.1-terra")
                .contains("gpt-5.6", "text-embedding-3-small")
                .doesNotContain("gpt-image-2", "whisper-1");
        assertThat(shipped.get("cerebras").models()).containsExactly("gpt-oss-120b", "qwen-3.8-27b");
        assertThat(shipped.get("openrouter").models()).isEmpty();
        assertThat(own.providers())
                .extracting(provider -> String.join(" ", provider.models()))
                .containsExactly("", "own", "");
    }

    @Test
    void laysAFileOfTheOperatorsOver() throws IOException {
        // Given
        Path mine = Files.writeString(folder.resolve("mine.yaml"), """
                models:
                  openai:
                    - models:
                        - {id: gpt-4o, context_tokens: 7, prices: {input: 1.5}}
                  vllm:
                    - source: me
                      models: [{id: llama, output_tokens_max: 9, tools_need_responses: true, prices: {input: 0}}]
                gone:
                  openai: [{id: o3*, successor: gpt-6-luna}]
                """);

        // When
        ModelCards cards = new Loading(folder, "models_catalog: " + mine)
                .settings()
                .routing()
                .cards();
        ModelCards named = new Loading(folder, "models_catalog: no/such/file.yaml")
                .with("PENSTOCK_MODELS", mine.toString())
                .settings()
                .routing()
                .cards();

        // Then
        assertThat(named).isEqualTo(cards);
        assertThat(cards.all()).hasSize(shipped().all().size() - 2 + 1);
        assertThat(cards.at("openai", "gpt-4o").contextTokens()).isEqualTo(7);
        assertThat(cards.at("openai", "gpt-4o").capabilities()).isEmpty();
        assertThat(cards.at("openai", "o3")).isNull();
        assertThat(cards.at("vllm", "llama").source()).isEqualTo("me");
    }

    @Test
    void stopsTheStartWhereWhatIsNamedIsNoFile() throws IOException {
        String missing = folder.resolve("no.yaml").toString();
        String clause = " names " + missing + ", which is no file: write it, or name none to use the built-in catalog";
        assertThat(new Loading(folder, "").with("PENSTOCK_MODELS", missing).refusal())
                .isEqualTo("PENSTOCK_MODELS" + clause);
        assertThat(new Loading(folder, "models_catalog: " + missing).refusal())
                .isEqualTo("FILE: models_catalog" + clause);
        assertThat(new Loading(folder, "models_catalog: ''").refusal())
                .isEqualTo("FILE: models_catalog must not be empty: name a file or an http address, or take it out");
    }

    private ModelCards shipped() throws IOException {
        return new Loading(folder, "").settings().routing().cards();
    }
}
