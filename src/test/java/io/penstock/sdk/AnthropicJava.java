package io.penstock.sdk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Anthropic's Java SDK. */
final class AnthropicJava implements SdkClient {
    private final AnthropicClient client;

    AnthropicJava(String base, String key) {
        this.client = AnthropicOkHttpClient.builder()
                .baseUrl(base)
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    @Override
    public String name() {
        return "anthropic-java";
    }

    @Override
    public Map<String, Call> calls() {
        return Map.of(
                "plain", model -> text(create(say(model, "hello"))),
                "stream", model -> text(gathered(say(model, "hello"))),
                "tools", model -> tools(create(withTools(say(model, "weather?")))),
                "tools, stream", model -> tools(gathered(withTools(say(model, "weather?")))),
                "tool result", this::toolResult,
                "image", this::image,
                "error", model -> text(create(say(model, PROMPT_ERROR))));
    }

    /** How many tokens the gateway says a call has. */
    long count(String model) {
        return client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(model)
                        .addUserMessage("hello")
                        .build())
                .inputTokens();
    }

    private static MessageCreateParams.Builder say(String model, String text) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .system("Be brief.")
                .addUserMessage(text);
    }

    private Message create(MessageCreateParams.Builder call) {
        return client.messages().create(call.build());
    }

    private Message gathered(MessageCreateParams.Builder call) {
        MessageAccumulator all = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(call.build())) {
            stream.stream().forEach(all::accumulate);
        }
        return all.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    private static String tools(Message message) {
        return SdkClient.told(message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .map(use -> List.of(use.name(), json(use._input()))));
    }

    private static String json(JsonValue input) {
        return String.valueOf(input.convert(com.fasterxml.jackson.databind.JsonNode.class));
    }

    private static MessageCreateParams.Builder withTools(MessageCreateParams.Builder call) {
        return call.addTool(tool("get_weather", Map.of("city", Map.of("type", "string"))))
                .addTool(tool("get_time", Map.of()));
    }

    private static Tool tool(String name, Map<String, ?> properties) {
        return Tool.builder()
                .name(name)
                .description(name)
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty("properties", JsonValue.from(properties))
                        .build())
                .build();
    }

    private String toolResult(String model) {
        MessageCreateParams.Builder call = withTools(say(model, "weather?"));
        Message asked = create(call);
        call.addMessage(asked);
        List<ContentBlockParam> results = new ArrayList<>();
        asked.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .forEach(use -> results.add(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                        .toolUseId(use.id())
                        .content("4 degrees")
                        .build())));
        return text(create(call.addUserMessageOfContentBlockParams(results)));
    }

    private String image(String model) {
        Base64ImageSource source = Base64ImageSource.builder()
                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                .data(PNG)
                .build();
        return text(create(MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessageOfContentBlockParams(List.of(
                        ContentBlockParam.ofText(
                                TextBlockParam.builder().text("what is it?").build()),
                        ContentBlockParam.ofImage(
                                ImageBlockParam.builder().source(source).build())))));
    }
}
