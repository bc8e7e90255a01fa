package io.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own SDK takes the answers for OpenAI's, with every field it knows validated. */
class SimulatorSdkTest {

    private static SimulatorServer server;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        server = new SimulatorServer();
        client = OpenAIOkHttpClient.builder()
                .baseUrl(server.uri("/v1").toString())
                .apiKey("none")
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void readsAWholeChatCompletion() {
        // When
        ChatCompletion completion =
                client.chat().completions().create(chat("sim-5x0").build());

        // Then
        assertThat(completion.choices().getFirst().message().content()).hasValue("You said: \"hello there\" This");
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(5);
    }

    @Test
    void readsAStreamWithUsage() {
        // Given
        ChatCompletionCreateParams params = chat("sim-5x0")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        // When
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            chunks = stream.stream().toList();
        }

        // Then
        assertThat(chunks)
                .hasSize(8)
                .allSatisfy(chunk -> assertThat(chunk.isValid()).isTrue());
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(5);
    }

    @Test
    void readsLegacyCompletionsEmbeddingsAndModels() {
        // When
        Completion completion = client.completions()
                .create(CompletionCreateParams.builder()
                        .model("sim-3x0")
                        .prompt("hi")
                        .build());
        CreateEmbeddingResponse embeddings = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("sim-embed")
                        .input("hi")
                        .dimensions(4)
                        .build());

        // Then
        assertThat(completion.choices().getFirst().text()).isEqualTo("You said: \"hi\"");
        assertThat(embeddings.data().getFirst().embedding()).hasSize(4);
        assertThat(client.models().list().items())
                .allSatisfy(model -> assertThat(model.isValid()).isTrue());
    }

    @Test
    void readsARefusal() {
        // Then
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("sim-unheard-of").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("sim-fast");
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello there");
    }
}
