package io.penstock.dialect.responses;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.RequestFacts;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request of OpenAI Responses. */
final class RequestReader {
    private static final String NOT_KEPT = "This gateway keeps no responses: send the whole conversation.";
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** Fields that have a place in the canonical call, or say nothing that matters to a translation. */
    private static final Set<String> READ = Set.of(
            "model",
            "input",
            "instructions",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "reasoning",
            "max_output_tokens",
            "temperature",
            "top_p",
            "top_logprobs",
            "include",
            "user",
            "safety_identifier",
            "store",
            "background",
            "previous_response_id",
            "conversation",
            "prompt");

    private static final Set<String> HARMLESS = Set.of(
            "metadata",
            "client_metadata",
            "service_tier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options",
            "truncation",
            "context_management",
            "max_tool_calls");

    private final JsonValue.Obj body;
    private final Mistakes mistakes = new Mistakes();

    private RequestReader(JsonValue.Obj body) {
        this.body = body;
    }

    static ChatReading read(Slice json, RequestFacts facts) {
        JsonValue.Obj body = JsonReader.object(json);
        if (body == null) {
            return new ChatReading.Refused(
                    ApiError.invalid(400, null, "invalid_json", "The body is not one JSON object."));
        }
        RequestReader reader = new RequestReader(body);
        ChatRequest request = reader.request(facts);
        ApiError error = reader.mistakes.first();
        return error == null ? new ChatReading.Read(request) : new ChatReading.Refused(error);
    }

    private ChatRequest request(RequestFacts facts) {
        state();
        ToolReader toolReader = new ToolReader(mistakes);
        List<Turn> turns = new ItemReader(mistakes).read(body.get("instructions"), body.get("input"));
        List<Tool> tools = toolReader.tools(body);
        ToolChoice choice = toolReader.choice(body.get("tool_choice"));
        String user = body.text("safety_identifier");
        return new ChatRequest(
                facts.model(),
                facts.stream(),
                true,
                turns,
                tools,
                choice,
                body.flag("parallel_tool_calls"),
                format(),
                sampling(),
                reasoning(),
                user == null ? body.text("user") : user,
                leftovers());
    }

    /** What would need an earlier response, or one that is kept. {@code store} may be absent, though true is its default. */
    private void state() {
        for (String field : List.of("previous_response_id", "conversation", "prompt")) {
            if (body.has(field)) {
                mistakes.unsupported(field, NOT_KEPT);
            }
        }
        for (String field : List.of("background", "store")) {
            if (Boolean.TRUE.equals(body.flag(field))) {
                mistakes.unsupported(field, NOT_KEPT);
            }
        }
    }

    private OutputFormat format() {
        JsonValue.Obj text = body.object("text");
        JsonValue.Obj format = text == null ? null : text.object("format");
        if (format == null) {
            return new OutputFormat.PlainText();
        }
        switch (format.textOrEmpty("type")) {
            case "text" -> {
                return new OutputFormat.PlainText();
            }
            case "json_object" -> {
                return new OutputFormat.AnyJson();
            }
            case "json_schema" -> {
                if (format.get("schema") instanceof JsonValue.Obj schema) {
                    String name = format.text("name");
                    return new OutputFormat.Schema(
                            name == null ? "response" : name,
                            format.text("description"),
                            schema.raw(),
                            format.flag("strict"));
                }
                mistakes.invalid("text.format.schema", "A JSON Schema is expected.");
            }
            default -> mistakes.invalid("text.format.type", "The format is one of text, json_object and json_schema.");
        }
        return new OutputFormat.PlainText();
    }

    private Sampling sampling() {
        boolean logprobs = false;
        for (JsonValue item : body.items("include")) {
            logprobs |= item instanceof JsonValue.Text text && text.value().equals(LOGPROBS);
        }
        Integer top = count("top_logprobs", 0);
        return new Sampling(
                count("max_output_tokens", 1),
                number("temperature"),
                number("top_p"),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                logprobs || top != null && top > 0 ? true : null,
                top);
    }

    private @Nullable Integer count(String field, int least) {
        if (!body.has(field)) {
            return null;
        }
        Long value = body.integer(field);
        if (value == null || value < least || value > Integer.MAX_VALUE) {
            mistakes.invalid(field, "A whole number from " + least + " is expected.");
            return null;
        }
        return value.intValue();
    }

    private @Nullable Double number(String field) {
        Double value = body.number(field);
        if (value == null && body.has(field)) {
            mistakes.invalid(field, "A number is expected.");
        }
        return value;
    }

    private @Nullable Reasoning reasoning() {
        JsonValue.Obj reasoning = body.object("reasoning");
        if (reasoning == null) {
            return null;
        }
        String summary = reasoning.text("summary");
        String effort = reasoning.text("effort");
        Boolean wanted = summary == null ? null : !summary.equals("none");
        return effort == null && wanted == null ? null : new Reasoning(effort, null, wanted, false);
    }

    private List<Leftover> leftovers() {
        List<Leftover> leftovers = new ArrayList<>();
        for (String name : body.names()) {
            JsonValue value = body.get(name);
            if (value != null && !READ.contains(name)) {
                leftovers.add(new Leftover(name, value.raw(), HARMLESS.contains(name)));
            }
        }
        JsonValue.Obj text = body.object("text");
        JsonValue verbosity = text == null ? null : text.get("verbosity");
        if (verbosity != null) {
            // Named as Chat Completions name it, so that it is not lost there.
            leftovers.add(new Leftover("verbosity", verbosity.raw(), true));
        }
        JsonValue.Obj reasoning = body.object("reasoning");
        JsonValue mode = reasoning == null ? null : reasoning.get("mode");
        if (mode instanceof JsonValue.Text word && !word.value().equals("standard")) {
            leftovers.add(new Leftover("reasoning.mode", mode.raw(), false));
        }
        return leftovers;
    }
}
