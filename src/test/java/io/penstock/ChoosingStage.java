package io.penstock;

import io.penstock.dialect.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A gateway that may choose: a provider {@code up} that speaks all dialects but Google's and has prices for {@code m-1} and the
 * dear {@code m-4}, none for {@code m-2}; and {@code bad}, whose {@code m-3} falls back to {@code m-1}. One upstream plays both.
 */
final class ChoosingStage implements AutoCloseable {
    private static final String YAML = """
            simulator: {enabled: false}
            usage: {flush_millis: 20}
            limits: {answer_bytes_max: 65536}
            timeouts: {heartbeat_seconds: 0}
            rules:
              - {models: [m-3], fallbacks: [up/m-1]}
            providers:
              up:
                base_url: %1$s
                api_key: sk-upstream-secret-0123456789
                paths: {chat: /chat/completions, responses: /responses, messages: /messages}
                models: [m-1, m-2, m-4]
              bad: {base_url: "%1$s", api_key: sk-upstream-secret-0123456789, models: [m-3]}
            """;
    private static final String PRICES = """
            models:
              up:
                - models:
                    - {id: m-1, prices: {input: 0.0036, cached_input: 1, output: 1234.5}}
                    - {id: m-4, prices: {input: 10, output: 9000}}
            """;
    static final String CHAT_ANSWER =
            "{ \"id\":\"c\", \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Ha\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7} }\n";
    private static final String MESSAGES_ANSWER =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Ha\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}";
    private static final String RESPONSES_ANSWER =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":[],"
                    + "\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}";
    /** 11 x 0.0036 and 7 x 1234.5, per million, to the ninth place. */
    static final String COST = "0.00864154";

    final ScriptedUpstream upstream = new ScriptedUpstream();
    final TestGateway gateway;

    ChoosingStage() throws Exception {
        gateway = started(YAML.formatted(upstream.baseUrl()), PRICES);
    }

    /** A gateway with a catalog of models of its own. */
    static TestGateway started(String yaml, String models) throws Exception {
        Path file = Files.createTempFile("models", ".yaml");
        try {
            Files.writeString(file, models);
            return TestGateway.start(yaml, Map.of("PENSTOCK_MODELS", file.toString()));
        } finally {
            Files.delete(file);
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return gateway.client().send(request.build(), BodyHandlers.ofString());
    }

    /** Asks {@code Hello} in a dialect, with a header more. */
    HttpResponse<String> ask(Wire dialect, String model, String header, String value) throws Exception {
        String body = DialectCaller.body(dialect, model, false, "");
        return send(
                gateway.post(DialectCaller.path(dialect, model, false), body).header(header, value));
    }

    HttpResponse<String> ask(Wire dialect, String model) throws Exception {
        return ask(dialect, model, "accept", "application/json");
    }

    /** The upstream answers in this dialect. */
    void answers(Wire dialect) {
        String answer = switch (dialect) {
            case MESSAGES -> MESSAGES_ANSWER;
            case RESPONSES -> RESPONSES_ANSWER;
            default -> CHAT_ANSWER;
        };
        upstream.plays((request, wire) -> wire.json(200, answer));
    }

    /** Waits for a call's row, by what its caller was told. */
    void awaitRow(HttpResponse<?> response, String columns, String expected) throws Exception {
        String id = response.headers().firstValue("x-penstock-call-id").orElseThrow();
        gateway.awaitRow(
                "select concat_ws(' ', " + columns + ") from llm_usage_logs where call_id = '" + id + "'", expected);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        upstream.close();
    }
}
