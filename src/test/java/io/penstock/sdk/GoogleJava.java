package io.penstock.sdk;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Google's Java SDK. */
final class GoogleJava implements SdkClient {
    private final Client client;

    GoogleJava(String base, String key) {
        this.client = Client.builder()
                .apiKey(key)
                .httpOptions(HttpOptions.builder().baseUrl(base).build())
                .build();
    }

    @Override
    public String name() {
        return "google-genai-java";
    }

    @Override
    public Map<String, Call> calls() {
        return Map.of(
                "plain",
                model -> ask(model, "hello", config()).text(),
                "stream",
                this::stream,
                "tools",
                model -> told(ask(model, "weather?", withTools()).functionCalls()),
                "tools, stream",
                this::toolsStream,
                "image",
                this::image,
                "error",
                model -> ask(model, PROMPT_ERROR, config()).text());
    }

    private GenerateContentResponse ask(String model, String text, GenerateContentConfig config) {
        return client.models.generateContent(model, text, config);
    }

    private static GenerateContentConfig config() {
        return GenerateContentConfig.builder()
                .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
                .build();
    }

    private static GenerateContentConfig withTools() {
        Schema weather = Schema.builder()
                .type("OBJECT")
                .properties(Map.of("city", Schema.builder().type("STRING").build()))
                .build();
        return GenerateContentConfig.builder()
                .tools(Tool.builder()
                        .functionDeclarations(
                                FunctionDeclaration.builder()
                                        .name("get_weather")
                                        .description("get_weather")
                                        .parameters(weather)
                                        .build(),
                                FunctionDeclaration.builder()
                                        .name("get_time")
                                        .description("get_time")
                                        .build())
                        .build())
                .build();
    }

    private String stream(String model) {
        StringBuilder said = new StringBuilder();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(model, "hello", config())) {
            for (GenerateContentResponse chunk : stream) {
                String text = chunk.text();
                said.append(text == null ? "" : text);
            }
        }
        return said.toString();
    }

    private String toolsStream(String model) {
        List<FunctionCall> calls = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(model, "weather?", withTools())) {
            for (GenerateContentResponse chunk : stream) {
                if (chunk.functionCalls() != null) {
                    calls.addAll(chunk.functionCalls());
                }
            }
        }
        return told(calls);
    }

    private static String told(List<FunctionCall> calls) {
        return SdkClient.told(calls.stream().map(call -> {
            Object city = call.args().orElse(Map.of()).get("city");
            return List.of(call.name().orElseThrow(), city == null ? "{}" : "{\"city\":\"" + city + "\"}");
        }));
    }

    private String image(String model) {
        Content content = Content.fromParts(
                Part.fromText("what is it?"), Part.fromBytes(Base64.getDecoder().decode(PNG), "image/png"));
        return client.models.generateContent(model, content, config()).text();
    }
}
