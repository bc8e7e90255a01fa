package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Quirk;
import io.penstock.dialect.Wire;
import io.penstock.provider.Auth;
import io.penstock.provider.KeyCheck;
import io.penstock.provider.Provider;
import io.penstock.routing.ModelTraits;
import io.penstock.routing.NamePattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What entries have from the table of providers, and what they can say otherwise. */
class ProviderTableTest {
    private static final Map<String, String> ADDRESSES = Map.of(
            "AZURE_OPENAI_ENDPOINT", "https://res.openai.azure.com/",
            "GOOGLE_CLOUD_PROJECT", "p1",
            "GOOGLE_CLOUD_LOCATION", "europe-west4",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "OLLAMA_HOST", "0.0.0.0",
            "LITELLM_PROXY_URL", "http://litellm:4000",
            "VLLM_BASE_URL", "http://gpu:8000/v1/");

    @TempDir
    private Path folder;

    @Test
    void everyRowIsAProviderThatTakesCallsWithoutAKeyOfItsOwnOnlyIfItIsKeyless() throws IOException {
        for (String name : SettingsLoader.table().names()) {
            // When
            Provider provider = provider(name, "{}", ADDRESSES);

            // Then
            assertThat(provider.missing()).as(name).isNull();
            assertThat(provider.usable()).as(name).isEqualTo(provider.keyless());
            assertThat(provider.keyless())
                    .as(name)
                    .isEqualTo(List.of("ollama", "litellm", "vllm").contains(name));
        }
    }

    @Test
    void nobodyTakesCallsWhoseKeyOrAddressIsNotSet() throws IOException {
        assertThat(new Loading(folder, "").settings().providers())
                .hasSizeGreaterThan(20)
                .noneMatch(Provider::usable);
    }

    @ParameterizedTest
    @CsvSource({
        "azure, AZURE_OPENAI_ENDPOINT",
        "vertex, GOOGLE_CLOUD_PROJECT",
        "bedrock, AWS_REGION",
        "ollama, OLLAMA_HOST",
        "litellm, LITELLM_PROXY_URL",
        "vllm, VLLM_BASE_URL"
    })
    void namesTheVariableThatAnAddressLacks(String name, String variable) throws IOException {
        // Given
        Provider provider = provider(name, "{api_key: k}", Map.of());

        // Then
        assertThat(provider.missing()).isEqualTo(variable);
        assertThat(provider.usable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | chat | https://api.openai.com/v1/chat/completions",
                "openai | responses | https://api.openai.com/v1/responses",
                "azure | chat | https://res.openai.azure.com/openai/v1/chat/completions",
                "azure-dated | chat | https://res.openai.azure.com/openai/deployments/a%2Fb%3A0/chat/completions?api-version=2024-10-21",
                "anthropic | messages | https://api.anthropic.com/v1/messages",
                "gemini | gemini | https://generativelanguage.googleapis.com/v1beta/models/a%2Fb%3A0:streamGenerateContent?alt=sse",
                "vertex | gemini | https://europe-west4-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west4/publishers/google/models/a%2Fb%3A0:streamGenerateContent?alt=sse",
                "bedrock | converse | https://bedrock-runtime.eu-central-1.amazonaws.com/model/a%2Fb%3A0/converse-stream",
                "fireworks | messages | https://api.fireworks.ai/inference/v1/messages",
                "deepseek | messages | https://api.deepseek.com/anthropic/v1/messages",
                "perplexity | responses | https://api.perplexity.ai/v1/responses",
                "cohere | cohere | https://api.cohere.com/v2/chat",
                "ollama | ollama | http://127.0.0.1:11434/api/chat",
                "ollama | responses | http://127.0.0.1:11434/v1/responses",
                "litellm | messages | http://litellm:4000/v1/messages",
                "vllm | chat | http://gpu:8000/v1/chat/completions"
            })
    void sendsStreamsWhereTheFactsSay(String name, String dialect, String url) throws IOException {
        // Given
        Provider provider = provider(name, "{}", ADDRESSES);
        Wire wire = Wire.valueOf(dialect.toUpperCase(Locale.ROOT));

        // Then
        assertThat(provider.url(provider.paths().path(wire, "a/b:0", true))).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini | https://h/v1beta/openai | https://h/v1beta",
                "anthropic | https://h/v1 | https://h",
                "ollama | http://h:11434/v1 | http://h:11434",
                "ollama | h | http://h:11434",
                "ollama | h:1 | http://h:1",
                "ollama | :1 | http://127.0.0.1:1",
                "ollama | '[::1]' | http://[::1]:11434",
                "ollama | h/below/ | http://h:11434/below",
                "azure | https://h/openai/v1/ | https://h",
                "cohere | https://h/compatibility/v1 | https://h",
                "litellm | https://h/v1 | https://h"
            })
    void takesBaseUrlsAsTheyAreCustomary(String name, String written, String url) throws IOException {
        Map<String, String> environment = Map.of(Provider.variable(name, "BASE_URL"), written);
        assertThat(provider(name, "{}", environment).endpoint().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "global, https://aiplatform.googleapis.com/v1",
        "eu, https://aiplatform.eu.rep.googleapis.com/v1",
        "us-central1, https://us-central1-aiplatform.googleapis.com/v1"
    })
    void knowsGooglesHosts(String location, String url) throws IOException {
        Map<String, String> environment = Map.of("GOOGLE_CLOUD_PROJECT", "p", "GOOGLE_CLOUD_LOCATION", location);
        assertThat(provider("vertex", "{}", environment).endpoint().url()).isEqualTo(url);
    }

    @Test
    void speaksOnlyChatUnderTheNameOfOpenAiAtAnotherAddress() throws IOException {
        // Given
        Map<String, String> elsewhere = Map.of("OPENAI_BASE_URL", "http://localhost:11434/v1");
        Map<String, String> region = Map.of("OPENAI_BASE_URL", "https://eu.api.openai.com/v1");

        // Then
        assertThat(provider("openai", "{}", elsewhere).paths().wires()).containsExactly(Wire.CHAT);
        assertThat(provider("openai", "{}", region).paths().wires()).containsExactly(Wire.RESPONSES, Wire.CHAT);
        assertThat(provider("openai", "{paths: {responses: /responses}}", elsewhere)
                        .paths()
                        .wires())
                .containsExactly(Wire.RESPONSES);
    }

    @Test
    void waitsAsLongAsASlowProviderIsKnownToTakeUnlessTheFileSaysSo() throws IOException {
        // Given
        String file = "providers: {ollama: {}}\ntimeouts: {idle_seconds: 90}\n";

        // When
        Settings known = new Loading(folder, file).with("OLLAMA_HOST", "h").settings();
        Settings said = new Loading(folder, file + "models: {ollama/*: {headers_seconds: 5}}")
                .with("OLLAMA_HOST", "h")
                .settings();

        // Then
        assertThat(known.routing().models())
                .containsExactly(new ModelTraits(new NamePattern("ollama/*"), 0, null, 120, 0));
        assertThat(said.routing().models())
                .containsExactly(new ModelTraits(new NamePattern("ollama/*"), 0, null, 5, 0));
    }

    @Test
    void takesTheMannersOfADialect() throws IOException {
        // When
        Provider own = provider("own", "{dialect: ollama, base_url: 'http://h/api', keyless: true}", Map.of());
        Provider chat = provider("gemini", "{dialect: chat, base_url: 'https://h/v1beta/openai'}", Map.of());

        // Then
        assertThat(own.paths().templates()).isEqualTo(Map.of(Wire.OLLAMA, "/api/chat"));
        assertThat(own.endpoint().url()).isEqualTo("http://h");
        assertThat(own.check()).isEqualTo(new KeyCheck("GET", "/api/version", "", false));
        assertThat(chat.paths().templates()).isEqualTo(Map.of(Wire.CHAT, "/chat/completions"));
        assertThat(chat.endpoint().url()).isEqualTo("https://h/v1beta/openai");
        assertThat(chat.auth()).isEqualTo(new Auth.Bearer());
    }

    @Test
    void anEntryWithABaseUrlAloneIsACompatibleServer() throws IOException {
        // When
        Provider provider = provider("own", "{base_url: 'http://h/v1', stream_usage: false}", Map.of());

        // Then
        assertThat(provider.paths().wires()).containsExactly(Wire.CHAT);
        assertThat(provider.paths().openAi("/embeddings")).isEqualTo("/embeddings");
        assertThat(provider.check()).isEqualTo(new KeyCheck("GET", "/models", "", true));
        assertThat(provider.listing()).isEqualTo("/models");
        assertThat(provider.quirks()).containsExactly(Quirk.NO_STREAM_OPTIONS);
        assertThat(provider.streamUsage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "like: opanai | like is \"opanai\" but must be one of openai, azure, azure-dated, anthropic, gemini, vertex, bedrock,"
                        + " groq, together, fireworks, openrouter, huggingface, ollama, qwen, deepseek, mistral, xai,"
                        + " perplexity, cohere, ai21, cerebras, litellm, vllm",
                "dialect: claude | dialect is \"claude\" but must be one of chat, responses, messages, gemini, converse, cohere,"
                        + " ollama",
                "auth: baerer | auth must be bearer, none, aws, google, api-key or a header's name beginning with x-",
                "paths: {talk: /x} | paths.talk is no dialect: write one of chat, responses, messages, gemini, converse, cohere,"
                        + " ollama",
                "paths: {chat: x} | paths.chat must begin with a / and hold no spaces",
                "paths: {} | paths must hold a path for one dialect at least",
                "quirks: [odd] | quirks is \"odd\" but must be one of max_tokens, no_stream_options, random_seed, tool_choice_any,"
                        + " short_tool_ids, reasoning_content, reasoning, reasoning_details, cache_control, no_links",
                "headers: {X-A: b} | headers.X-A must be a lower-case name with an ASCII value",
                "pass_headers: {chat: [A]} | pass_headers.chat must be a list of lower-case header names",
                "check: models | check must be none, or GET or POST and a path, e.g. GET /models",
                "list: models | list must begin with a / and hold no spaces",
                "idle_seconds: -1 | idle_seconds is -1 but must lie between 0 and 3600"
            })
    void saysWhatIsWrongWithAnEntry(String entry, String message) throws IOException {
        assertThat(new Loading(folder, "providers: {a: {base_url: 'http://h', " + entry + "}}").refusal())
                .isEqualTo("FILE: providers.a." + message);
    }

    private Provider provider(String name, String entry, Map<String, String> environment) throws IOException {
        Loading loading = new Loading(folder, "providers: {" + name + ": " + entry + "}");
        environment.forEach(loading::with);
        return loading.settings().providers().getFirst();
    }
}
