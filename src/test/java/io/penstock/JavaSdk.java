package io.penstock;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import java.util.stream.Collectors;

/** OpenAI's Java SDK as an application sets it up, and the calls that several tests make with it. */
final class JavaSdk {
    static final String TEN_WORDS = "You said: \"hello there\" This answer comes from a simulated";

    private JavaSdk() {}

    /** Pointed at a gateway, every answer checked for the fields the SDK knows. */
    static OpenAIOkHttpClient.Builder client(TestGateway gateway) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url("/v1"))
                .apiKey(TestGateway.CLIENT_KEY)
                .responseValidation(true);
    }

    static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello there");
    }

    static List<ChatCompletionChunk> chunks(OpenAIClient client, ChatCompletionCreateParams.Builder call) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(call.build())) {
            return stream.stream().toList();
        }
    }

    static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }
}
