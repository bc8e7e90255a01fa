package io.penstock.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import java.util.Map;

/** OpenAI's Java SDK, Chat Completions, with every answer checked for the fields it knows. */
final class OpenAiChatJava implements SdkClient {
    private final OpenAIClient client;

    OpenAiChatJava(String base, String key) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(base + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    @Override
    public String name() {
        return "openai-java chat";
    }

    @Override
    public Map<String, Call> calls() {
        return Map.of(
                "plain", model -> text(create(say(model, "hello"))),
                "stream", this::stream,
                "tools", model -> tools(create(withTools(say(model, "weather?")))),
                "tools, stream", model -> tools(gathered(withTools(say(model, "weather?")))),
                "tool result", this::toolResult,
                "image", this::image,
                "JSON schema", model -> text(create(say(model, "a city").responseFormat(schema()))),
                "error", model -> text(create(say(model, PROMPT_ERROR))));
    }

    private static ChatCompletionCreateParams.Builder say(String model, String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage("Be brief.")
                .addUserMessage(text);
    }

    private ChatCompletion create(ChatCompletionCreateParams.Builder call) {
        return client.chat().completions().create(call.build());
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static String tools(ChatCompletion answer) {
        ChatCompletionMessage message = answer.choices().getFirst().message();
        return SdkClient.told(message.toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction().function())
                .map(call -> List.of(call.name(), call.arguments())));
    }

    private ChatCompletion gathered(ChatCompletionCreateParams.Builder call) {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        call.streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build());
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(call.build())) {
            stream.stream().forEach(all::accumulate);
        }
        return all.chatCompletion();
    }

    private String stream(String model) {
        ChatCompletion answer = gathered(say(model, "hello"));
        if (answer.usage().orElseThrow().completionTokens() == 0) {
            throw new IllegalStateException("no usage");
        }
        return text(answer);
    }

    private static ChatCompletionCreateParams.Builder withTools(ChatCompletionCreateParams.Builder call) {
        return call.addFunctionTool(tool("get_weather", Map.of("city", Map.of("type", "string"))))
                .addFunctionTool(tool("get_time", Map.of()));
    }

    private static FunctionDefinition tool(String name, Map<String, ?> properties) {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .build();
        return FunctionDefinition.builder()
                .name(name)
                .description(name)
                .parameters(parameters)
                .build();
    }

    private String toolResult(String model) {
        ChatCompletionCreateParams.Builder call = withTools(say(model, "weather?"));
        ChatCompletionMessage asked = create(call).choices().getFirst().message();
        call.addMessage(asked);
        asked.toolCalls()
                .orElseThrow()
                .forEach(use -> call.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(use.asFunction().id())
                        .content("4 degrees")
                        .build()));
        return text(create(call));
    }

    private String image(String model) {
        var url = ChatCompletionContentPartImage.ImageUrl.builder()
                .url("data:image/png;base64," + PNG)
                .build();
        return text(create(ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("what is it?")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(url)
                                .build())))));
    }

    private static ResponseFormatJsonSchema schema() {
        var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build();
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("city_schema")
                        .schema(schema)
                        .build())
                .build();
    }
}
