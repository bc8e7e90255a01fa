package io.penstock.sdk;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j with its OpenAI module. */
final class LangChain4jOpenAi implements SdkClient {
    private static final int SECONDS_MAX = 20;

    private final String base;
    private final String key;

    LangChain4jOpenAi(String base, String key) {
        this.base = base + "/v1";
        this.key = key;
    }

    @Override
    public String name() {
        return "langchain4j-open-ai";
    }

    @Override
    public Map<String, Call> calls() {
        return Map.of(
                "plain", model -> text(ask(model, request("hello").build())),
                "stream", model -> text(gathered(model, request("hello").build())),
                "tools",
                        model -> tools(ask(model, withTools(request("weather?")).build())),
                "tools, stream",
                        model -> tools(
                                gathered(model, withTools(request("weather?")).build())),
                "tool result", this::toolResult,
                "image", this::image,
                "JSON schema",
                        model -> text(ask(
                                model,
                                request("a city").responseFormat(schema()).build())),
                "error", model -> text(ask(model, request(PROMPT_ERROR).build())));
    }

    private static ChatRequest.Builder request(String text) {
        return ChatRequest.builder().messages(SystemMessage.from("Be brief."), UserMessage.from(text));
    }

    private ChatResponse ask(String model, ChatRequest request) {
        return OpenAiChatModel.builder()
                .baseUrl(base)
                .apiKey(key)
                .modelName(model)
                .maxRetries(0)
                .build()
                .chat(request);
    }

    private ChatResponse gathered(String model, ChatRequest request) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(base)
                .apiKey(key)
                .modelName(model)
                .build()
                .chat(request, new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        return whole.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static String text(ChatResponse response) {
        return response.aiMessage().text();
    }

    private static String tools(ChatResponse response) {
        return SdkClient.told(response.aiMessage().toolExecutionRequests().stream()
                .map(call -> List.of(call.name(), call.arguments())));
    }

    private static ChatRequest.Builder withTools(ChatRequest.Builder request) {
        return request.toolSpecifications(
                ToolSpecification.builder()
                        .name("get_weather")
                        .description("get_weather")
                        .parameters(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .build())
                        .build(),
                ToolSpecification.builder()
                        .name("get_time")
                        .description("get_time")
                        .build());
    }

    private String toolResult(String model) {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("weather?")));
        AiMessage asked = ask(
                        model,
                        withTools(ChatRequest.builder().messages(messages)).build())
                .aiMessage();
        messages.add(asked);
        asked.toolExecutionRequests().forEach(call -> messages.add(ToolExecutionResultMessage.from(call, "4 degrees")));
        return text(
                ask(model, withTools(ChatRequest.builder().messages(messages)).build()));
    }

    private String image(String model) {
        return text(ask(
                model,
                ChatRequest.builder()
                        .messages(
                                UserMessage.from(TextContent.from("what is it?"), ImageContent.from(PNG, "image/png")))
                        .build()));
    }

    private static ResponseFormat schema() {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("city_schema")
                        .rootElement(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .required("city")
                                .build())
                        .build())
                .build();
    }
}
