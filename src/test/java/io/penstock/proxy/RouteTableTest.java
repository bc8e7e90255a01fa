package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private static final Route GENERATE =
            new Route("generate", Wire.GEMINI, Route.Kind.CONVERSATION, "/generate", Route.Streaming.NEVER);
    private static final Route STREAM =
            new Route("stream", Wire.GEMINI, Route.Kind.CONVERSATION, "/stream", Route.Streaming.ALWAYS);
    private static final RouteTable GEMINI = new RouteTable()
            .acting("/v1beta/models/", Map.of("generateContent", GENERATE, "streamGenerateContent", STREAM));

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,        /v1/chat/completions",
        "/chat/completions,           /v1/chat/completions",
        "/openai/v1/chat/completions, /v1/chat/completions",
        "/v1/completions,             /v1/completions",
        "/embeddings,                 /v1/embeddings"
    })
    void knowsEveryBaseOfAPath(String path, String name) {
        // When
        Matched matched = Route.corridor().match(path);
        // Then
        assertThat(matched).isNotNull();
        assertThat(matched.route().name()).isEqualTo(name);
        assertThat(matched.model()).isNull();
        assertThat(matched.action()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/deployments/gpt-5/chat/completions,             gpt-5,          /v1/chat/completions",
        "/openai/deployments/gpt-5/completions,                  gpt-5,          /v1/completions",
        "/openai/deployments/gpt-5/embeddings,                   gpt-5,          /v1/embeddings",
        "/openai/deployments/openai/gpt-5/chat/completions,      openai/gpt-5,   /v1/chat/completions",
        "/openai/deployments/openai%2Fgpt-5/chat/completions,    openai/gpt-5,   /v1/chat/completions",
        "/openai/deployments/ft%3Agpt:a+b%2Bc/chat/completions,  ft:gpt:a+b+c,   /v1/chat/completions",
        "/openai/deployments/%C3%A9/chat/completions,            é,              /v1/chat/completions"
    })
    void takesADeploymentForTheModel(String path, String model, String name) {
        // When
        Matched matched = Route.corridor().match(path);
        // Then
        assertThat(matched).isNotNull();
        assertThat(matched.route().name()).isEqualTo(name);
        assertThat(matched.model()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/gemini:generateContent,            gemini,       generateContent",
        "/v1beta/models/gemini%3AstreamGenerateContent,    gemini,       streamGenerateContent",
        "/v1beta/models/org/llama:free:generateContent,    org/llama:free, generateContent",
        "/v1beta/models/org%2Fllama%3Afree:generateContent, org/llama:free, generateContent"
    })
    void takesTheActionBehindTheLastColon(String path, String model, String action) {
        // When
        Matched matched = GEMINI.match(path);
        // Then
        assertThat(matched).isNotNull();
        assertThat(matched.model()).isEqualTo(model);
        assertThat(matched.action()).isEqualTo(action);
        assertThat(matched.route()).isEqualTo(action.startsWith("stream") ? STREAM : GENERATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1beta/models/llama:free",
                "/v1beta/models/llama",
                "/v1beta/models/:generateContent",
                "/v1beta/models/",
                "/v1beta/models/%zz:generateContent",
                "/v1beta/models/a%00b:generateContent"
            })
    void knowsNoActionThatIsNotThere(String path) {
        assertThat(GEMINI.match(path)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/v1/chat/completions/",
                "/openai/deployments//chat/completions",
                "/openai/deployments/chat/completions/",
                "/openai/deployments/%20/chat/completions",
                "/openai/deployments/%/chat/completions",
                "/openai/deployments/a%0Ab/chat/completions",
                "/openai/deployments/a/images/generations"
            })
    void leadsNowhereElse(String path) {
        assertThat(Route.corridor().match(path)).isNull();
    }

    @Test
    void prefersTheLongestEnding() {
        // Given
        RouteTable paths = new RouteTable().around("/m/", "/do", GENERATE).around("/m/", "/x/do", STREAM);
        // When
        Matched matched = paths.match("/m/a/x/do");
        // Then
        assertThat(matched).isEqualTo(new Matched(STREAM, "a", null));
    }
}
