package io.penstock.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** OpenAI's Java SDK, Responses. */
final class OpenAiResponsesJava implements SdkClient {
    private final OpenAIClient client;

    OpenAiResponsesJava(String base, String key) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(base + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    @Override
    public String name() {
        return "openai-java responses";
    }

    @Override
    public Map<String, Call> calls() {
        return Map.of(
                "plain", model -> text(create(say(model, "hello"))),
                "stream", model -> text(gathered(say(model, "hello"))),
                "tools", model -> tools(create(withTools(say(model, "weather?")))),
                "tools, stream", model -> tools(gathered(withTools(say(model, "weather?")))),
                "error", model -> text(create(say(model, PROMPT_ERROR))));
    }

    private static ResponseCreateParams.Builder say(String model, String text) {
        return ResponseCreateParams.builder()
                .model(model)
                .instructions("Be brief.")
                .input(text)
                .store(false);
    }

    private Response create(ResponseCreateParams.Builder call) {
        return client.responses().create(call.build());
    }

    private Response gathered(ResponseCreateParams.Builder call) {
        ResponseAccumulator all = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(call.build())) {
            stream.stream().forEach(all::accumulate);
        }
        return all.response();
    }

    private static String text(Response answer) {
        return answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(part -> part.text())
                .collect(Collectors.joining());
    }

    private static String tools(Response answer) {
        return SdkClient.told(answer.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .map(call -> List.of(call.name(), call.arguments())));
    }

    private static ResponseCreateParams.Builder withTools(ResponseCreateParams.Builder call) {
        return call.addTool(tool("get_weather", Map.of("city", Map.of("type", "string"))))
                .addTool(tool("get_time", Map.of()));
    }

    private static FunctionTool tool(String name, Map<String, ?> properties) {
        FunctionTool.Parameters parameters = FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .build();
        return FunctionTool.builder()
                .name(name)
                .description(name)
                .parameters(parameters)
                .strict(false)
                .build();
    }
}
