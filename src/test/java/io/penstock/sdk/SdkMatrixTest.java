package io.penstock.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.TestGateway;
import io.penstock.dialect.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every client against a provider of every dialect, through the gateway: vendors' SDKs, unmodified, and what they make of
 * the answers. The table in docs/dialects.md is what this test saw.
 */
class SdkMatrixTest {
    private static final Path DOCUMENT = Path.of("docs/dialects.md");
    private static final Map<Wire, FakeProvider> PROVIDERS = new EnumMap<>(Wire.class);

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder yaml = new StringBuilder("providers:\n");
        for (Wire wire : Wire.values()) {
            FakeProvider provider = new FakeProvider(wire);
            PROVIDERS.put(wire, provider);
            yaml.append("""
                      fake-%1$s:
                        dialect: %1$s
                        base_url: %2$s
                        api_key: sk-upstream-secret-0123456789
                        models: [%1$s-model]
                    """.formatted(wire.label(), provider.url()));
        }
        gateway = TestGateway.start(yaml.toString(), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        for (FakeProvider provider : PROVIDERS.values()) {
            provider.close();
        }
    }

    private static String model(Wire wire) {
        return wire.label() + "-model";
    }

    @Test
    void everyJavaSdkGetsWhatItAskedFromEveryProvider() throws Exception {
        // Given
        String base = gateway.url("");
        List<SdkClient> clients = List.of(
                new OpenAiChatJava(base, TestGateway.CLIENT_KEY),
                new OpenAiResponsesJava(base, TestGateway.CLIENT_KEY),
                new AnthropicJava(base, TestGateway.CLIENT_KEY),
                new GoogleJava(base, TestGateway.CLIENT_KEY),
                new LangChain4jOpenAi(base, TestGateway.CLIENT_KEY));
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (SdkClient client : clients) {
            for (Wire wire : Wire.values()) {
                client.calls().forEach((kind, call) -> calls.add(() -> outcome(client.name(), wire, kind, call)));
            }
        }
        // When
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Outcome> one : threads.invokeAll(calls)) {
                outcomes.add(one.get());
            }
        }
        // Then
        Matrix.keep("java", outcomes);
        assertThat(outcomes).allMatch(Outcome::ok);
        isCommitted("java");
    }

    @Test
    void everyNodeSdkGetsWhatItAskedFromEveryProvider() throws Exception {
        // Given
        Path sdks = NodeSdks.installed();
        // When
        List<Outcome> outcomes = NodeSdks.call(
                sdks,
                gateway.url(""),
                TestGateway.CLIENT_KEY,
                PROVIDERS.keySet().stream().map(SdkMatrixTest::model).toList());
        // Then
        Matrix.keep("node", outcomes);
        assertThat(outcomes).isNotEmpty().allMatch(Outcome::ok);
        isCommitted("node");
    }

    private static Outcome outcome(String client, Wire wire, String kind, SdkClient.Call call) {
        try {
            String said = call.to(model(wire));
            return new Outcome(
                    client, model(wire), kind, said.replaceAll("\\s+$", "").equals(expected(kind)), said);
        } catch (Exception e) {
            String said = e.getClass().getSimpleName() + ": " + e.getMessage();
            boolean told = said.contains("please fail")
                    && (said.contains("BadRequest") || said.contains("400") || said.contains("InvalidRequest"));
            return new Outcome(client, model(wire), kind, kind.equals("error") && told, said);
        }
    }

    private static String expected(String kind) {
        return switch (kind) {
            case "plain", "stream" -> Asked.TEXT;
            case "tools", "tools, stream" -> "get_weather{\"city\":\"Oslo\"} get_time{}";
            case "tool result" -> Asked.AFTER_TOOLS;
            case "image" -> Asked.SEEN;
            case "JSON schema" -> Asked.JSON;
            default -> "an error";
        };
    }

    private static void isCommitted(String family) throws Exception {
        String table = Matrix.table(family);
        String text = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("dialects.update")) {
            text = Matrix.with(text, family, table);
            Files.writeString(DOCUMENT, text);
        }
        assertThat(text).contains(table);
    }
}
