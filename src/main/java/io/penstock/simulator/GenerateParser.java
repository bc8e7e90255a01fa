package io.penstock.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads chat and completion calls, refusing with a 400 what OpenAI refuses so. */
final class GenerateParser {

    private static final int CHARS_PER_TOKEN = 4;

    private GenerateParser() {}

    static Parsed parse(Choices choices, JsonObject body, String model, Behaviour behaviour, Received received) {
        Optional<ApiError> fault = fault(choices, body);
        if (fault.isPresent()) {
            return fault.get();
        }
        boolean stream = BodyFields.isTrue(body, "stream");
        boolean includeUsage = BodyFields.object(body, "stream_options")
                .filter(options -> BodyFields.isTrue(options, "include_usage"))
                .isPresent();
        JsonArray messages = BodyFields.array(body, "messages");
        String said = choices == Choices.CHAT ? lastSaid(messages) : prompt(body.getValue("prompt"));
        int promptTokens = choices == Choices.CHAT
                ? tokens(objects(messages)
                        .mapToInt(message -> content(message, " ").length())
                        .sum())
                : tokens(said.length());
        return new Generate(
                choices,
                model,
                BodyFields.string(body, "user").orElse(""),
                behaviour,
                stream,
                includeUsage,
                maxTokens(body),
                said,
                choices == Choices.CHAT ? prefill(messages) : Optional.empty(),
                promptTokens,
                tool(body, messages),
                received);
    }

    static int tokens(int chars) {
        return Math.max(1, chars / CHARS_PER_TOKEN);
    }

    private static Optional<ApiError> fault(Choices choices, JsonObject body) {
        String prompt = choices == Choices.CHAT ? "messages" : "prompt";
        if (!BodyFields.has(body, prompt)) {
            return missing(prompt);
        }
        if (choices == Choices.CHAT
                && objects(BodyFields.array(body, prompt)).findAny().isEmpty()) {
            return wrong(prompt, "'messages' must be an array with at least one message.");
        }
        if (choices == Choices.TEXT && body.getValue(prompt) instanceof JsonArray prompts && severalIn(prompts)) {
            return wrong(prompt, "The simulator answers one prompt only.");
        }
        if (BodyFields.has(body, "n") && BodyFields.whole(body, "n", 1, 1).isEmpty()) {
            return wrong("n", "The simulator makes one choice only.");
        }
        if (BodyFields.has(body, "stream_options") && !BodyFields.isTrue(body, "stream")) {
            return wrong("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        return Stream.of("max_tokens", "max_completion_tokens")
                .filter(field ->
                        BodyFields.has(body, field) && maxTokens(body, field).isEmpty())
                .findFirst()
                .flatMap(field -> wrong(field, "'" + field + "' must be a whole number of at least 1."));
    }

    private static boolean severalIn(JsonArray prompts) {
        return prompts.size() > 1 && !(prompts.getValue(0) instanceof Number);
    }

    private static Optional<ApiError> missing(String field) {
        String message = "Missing required parameter: '" + field + "'.";
        return Optional.of(ApiError.invalid(message, field, "missing_required_parameter"));
    }

    private static Optional<ApiError> wrong(String field, String message) {
        return Optional.of(ApiError.invalid(message, field, "invalid_value"));
    }

    private static int maxTokens(JsonObject body) {
        return maxTokens(body, "max_completion_tokens")
                .or(() -> maxTokens(body, "max_tokens"))
                .orElse(Integer.MAX_VALUE);
    }

    private static Optional<Integer> maxTokens(JsonObject body, String field) {
        return BodyFields.whole(body, field, 1, Integer.MAX_VALUE);
    }

    /** What an assistant's last message says, so that the answer goes on with it; empty if that is no text. */
    private static Optional<String> prefill(JsonArray messages) {
        return objects(messages)
                .reduce((earlier, later) -> later)
                .filter(GenerateParser::isAssistants)
                .map(message -> content(message, ""));
    }

    private static boolean isAssistants(JsonObject message) {
        return "assistant".equals(message.getValue("role"));
    }

    /** The first function offered, unless tools are forbidden or what is answered already is a tool's result. */
    private static Optional<JsonObject> tool(JsonObject body, JsonArray messages) {
        boolean answered = objects(messages)
                .filter(message -> !isAssistants(message))
                .reduce((earlier, later) -> later)
                .filter(last -> "tool".equals(last.getValue("role")))
                .isPresent();
        if (answered || "none".equals(body.getValue("tool_choice"))) {
            return Optional.empty();
        }
        return objects(BodyFields.array(body, "tools"))
                .flatMap(tool -> BodyFields.object(tool, "function").stream())
                .filter(function -> BodyFields.string(function, "name").isPresent())
                .findFirst();
    }

    /** What the last user message says, or a tool's result after it. */
    private static String lastSaid(JsonArray messages) {
        return objects(messages)
                .filter(message -> "user".equals(message.getValue("role")) || "tool".equals(message.getValue("role")))
                .reduce((earlier, later) -> later)
                .map(message -> content(message, " "))
                .orElse("");
    }

    /** The text of a message, its parts with this between them. */
    private static String content(JsonObject message, String between) {
        if (message.getValue("content") instanceof JsonArray parts) {
            return objects(parts)
                    .flatMap(part -> BodyFields.string(part, "text").stream())
                    .collect(Collectors.joining(between));
        }
        return BodyFields.string(message, "content").orElse("");
    }

    /** A prompt's text; one given as tokens is told by their digits. */
    private static String prompt(@Nullable Object prompt) {
        if (prompt instanceof JsonArray prompts) {
            return prompts.stream().map(GenerateParser::prompt).collect(Collectors.joining(" "));
        }
        return String.valueOf(prompt);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }
}
