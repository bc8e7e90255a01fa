package io.penstock;

import static io.penstock.JavaSdk.TEN_WORDS;
import static io.penstock.JavaSdk.chat;
import static io.penstock.JavaSdk.chunks;
import static io.penstock.JavaSdk.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall.Function;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's Java SDK, unmodified, gets through the gateway what it would get from the provider. */
class OpenAiJavaSdkTest {
    private static TestGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("", Map.of());
        client = JavaSdk.client(gateway).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void readsAWholeChatCompletion() {
        // When
        ChatCompletion completion =
                client.chat().completions().create(chat("sim-10x0").build());
        // Then
        ChatCompletion.Choice choice = completion.choices().getFirst();
        assertThat(choice.message().content()).hasValue(TEN_WORDS);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(10);
    }

    @Test
    void readsAStreamWithTheSameTextAndNoUsageItDidNotAskFor() {
        // When
        List<ChatCompletionChunk> chunks = chunks(client, chat("sim-10x0"));
        // Then
        assertThat(chunks)
                .hasSize(12)
                .allSatisfy(chunk -> assertThat(chunk.isValid()).isTrue())
                .allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
        assertThat(text(chunks)).isEqualTo(TEN_WORDS);
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .hasValue(ChatCompletionChunk.Choice.FinishReason.STOP);
    }

    @Test
    void readsTheUsageItAskedForAtTheEndOfAStream() {
        // Given
        ChatCompletionCreateParams.Builder call = chat("sim-10x0")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build());
        // When
        List<ChatCompletionChunk> chunks = chunks(client, call);
        // Then
        assertThat(chunks).hasSize(13);
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(10);
    }

    @Test
    void readsAStreamWhoseCharactersAreCutByChunkBorders() {
        // Given
        ChatCompletion whole =
                client.chat().completions().create(chat("sim-utf8").build());
        // When
        List<ChatCompletionChunk> chunks = chunks(client, chat("sim-utf8"));
        // Then
        assertThat(whole.choices().getFirst().message().content()).hasValue(text(chunks));
    }

    @Test
    void callsToolsWholeAndStreamed() {
        // Given
        ChatCompletionCreateParams call =
                chat("sim-tools").addFunctionTool(weather()).build();
        // When
        ChatCompletion whole = client.chat().completions().create(call);
        ChatCompletion streamed = gathered(call);
        // Then
        assertThat(List.of(whole, streamed)).allSatisfy(completion -> {
            ChatCompletion.Choice choice = completion.choices().getFirst();
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            assertThat(choice.message().toolCalls().orElseThrow()).hasSize(1);
            Function called = choice.message()
                    .toolCalls()
                    .orElseThrow()
                    .getFirst()
                    .asFunction()
                    .function();
            assertThat(called.name()).isEqualTo("weather");
            assertThat(new JsonObject(called.arguments()))
                    .isEqualTo(JsonObject.of("city", "simulated city", "days", 1));
        });
    }

    @Test
    void listsTheModelsAndRetrievesEach() {
        // When
        List<Model> models = new ArrayList<>();
        client.models().list().autoPager().forEach(models::add);
        // Then
        assertThat(models)
                .allSatisfy(model -> assertThat(model.isValid()).isTrue())
                .allSatisfy(model ->
                        assertThat(client.models().retrieve(model.id())).isEqualTo(model))
                .extracting(Model::id)
                .contains("sim-fast", "sim-slow");
    }

    @Test
    void listsAlsoWhatOnlyTheProvidersOwnListNames() {
        // Given
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        // When
        boolean listed = false;
        while (!listed && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            listed = client.models().list().data().stream()
                    .anyMatch(model -> model.id().equals("sim-tools"));
        }
        // Then
        assertThat(listed).isTrue();
    }

    @Test
    void makesEmbeddingsInTheSdksDefaultFormAndInBase64() {
        // Given
        EmbeddingCreateParams.Builder call =
                EmbeddingCreateParams.builder().model("sim-embed").input("hi").dimensions(8);
        // When
        CreateEmbeddingResponse byDefault = client.embeddings().create(call.build());
        CreateEmbeddingResponse base64 = client.embeddings()
                .create(call.encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                        .build());
        // Then
        assertThat(byDefault.data().getFirst().embedding()).hasSize(8);
        assertThat(base64.data().getFirst().embedding())
                .isEqualTo(byDefault.data().getFirst().embedding());
    }

    @Test
    void readsLegacyCompletionsWholeAndStreamed() {
        // Given
        CompletionCreateParams call =
                CompletionCreateParams.builder().model("sim-3x0").prompt("hi").build();
        // The SDK's validation does not know that a streamed completion's finish reason is null until the end.
        OpenAIClient lenient = client.withOptions(options -> options.responseValidation(false));
        // When
        Completion whole = client.completions().create(call);
        String streamed;
        try (StreamResponse<Completion> stream = lenient.completions().createStreaming(call)) {
            streamed = stream.stream()
                    .flatMap(part -> part.choices().stream())
                    .map(choice -> choice.text())
                    .collect(Collectors.joining());
        }
        // Then
        assertThat(whole.choices().getFirst().text()).isEqualTo("You said: \"hi\"");
        assertThat(streamed).isEqualTo("You said: \"hi\"");
    }

    private static ChatCompletion gathered(ChatCompletionCreateParams call) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(call)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties",
                                JsonValue.from(
                                        Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer"))))
                        .build())
                .build();
    }
}
