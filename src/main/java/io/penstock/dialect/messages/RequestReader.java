package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
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

/** Reads one request of Anthropic's Messages. Its fields are those of the API reference of November 2026. */
final class RequestReader {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "max_tokens",
            "messages",
            "system",
            "stop_sequences",
            "stream",
            "metadata",
            "temperature",
            "top_p",
            "top_k",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "output_format");

    /** Prices, caches, speed and versions: the answer is the same without them. */
    private static final Set<String> HARMLESS = Set.of(
            "service_tier", "cache_control", "context_management", "speed", "anthropic_beta", "anthropic_version");

    private final JsonValue.Obj body;
    private final RequestFacts facts;
    private final Mistakes mistakes = new Mistakes();
    private final List<Leftover> leftovers = new ArrayList<>();

    private RequestReader(JsonValue.Obj body, RequestFacts facts) {
        this.body = body;
        this.facts = facts;
    }

    static ChatReading read(Slice body, RequestFacts facts) {
        JsonValue.Obj object = JsonReader.object(body);
        if (object == null) {
            return new ChatReading.Refused(
                    ApiError.invalid(400, null, "invalid_json", "The body is not a JSON object."));
        }
        RequestReader reader = new RequestReader(object, facts);
        ChatRequest request = reader.request();
        ApiError mistake = reader.mistakes.first();
        return mistake == null ? new ChatReading.Read(request) : new ChatReading.Refused(mistake);
    }

    private ChatRequest request() {
        Sampling sampling = sampling();
        ToolReader tools = new ToolReader(body, mistakes);
        JsonValue.Obj metadata = body.object("metadata");
        List<Turn> turns = turns();
        for (String name : body.names()) {
            if (!KNOWN.contains(name)) {
                leftover(name, body.get(name), HARMLESS.contains(name));
            }
        }
        return new ChatRequest(
                facts.model(),
                facts.stream(),
                true,
                turns,
                tools.tools(),
                tools.choice(),
                tools.parallel(),
                format(),
                sampling,
                reasoning(),
                metadata == null ? null : metadata.text("user_id"),
                leftovers);
    }

    private void leftover(String field, @Nullable JsonValue value, boolean harmless) {
        boolean empty = value instanceof JsonValue.Arr array && array.items().isEmpty();
        if (value != null && !empty) {
            leftovers.add(new Leftover(field, value.raw(), harmless));
        }
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        BlockReader blocks = new BlockReader(mistakes, leftovers);
        JsonValue system = body.get("system");
        if (system != null) {
            List<Part> texts = blocks.content("system", system, Role.SYSTEM);
            if (!texts.isEmpty()) {
                turns.add(new Turn(Role.SYSTEM, texts));
            }
        }
        if (!(body.get("messages") instanceof JsonValue.Arr messages)) {
            mistakes.missing("messages");
            return turns;
        }
        if (messages.items().isEmpty()) {
            mistakes.invalid("messages", "'messages' needs at least one message.");
        }
        int index = 0;
        for (JsonValue message : messages.items()) {
            String field = "messages." + index++;
            if (message instanceof JsonValue.Obj object) {
                turn(field, object, blocks, turns);
            } else {
                mistakes.invalid(field, "'" + field + "' must be an object.");
            }
        }
        return turns;
    }

    private void turn(String field, JsonValue.Obj message, BlockReader blocks, List<Turn> turns) {
        Role role = switch (message.textOrEmpty("role")) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> null;
        };
        JsonValue content = message.get("content");
        if (role == null) {
            mistakes.invalid(field + ".role", "'" + field + ".role' must be 'user', 'assistant' or 'system'.");
        } else if (content == null) {
            mistakes.missing(field + ".content");
        } else {
            List<Part> results = new ArrayList<>();
            List<Part> others = new ArrayList<>();
            for (Part part : blocks.content(field + ".content", content, role)) {
                (part instanceof Part.ToolResult ? results : others).add(part);
            }
            if (!results.isEmpty()) {
                turns.add(new Turn(Role.TOOL, results));
            }
            if (!others.isEmpty() || results.isEmpty()) {
                turns.add(new Turn(role, others));
            }
        }
    }

    private Sampling sampling() {
        return new Sampling(
                maxTokens(),
                number("temperature"),
                number("top_p"),
                count("top_k"),
                stop(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private @Nullable Integer maxTokens() {
        if (!body.has("max_tokens")) {
            mistakes.missing("max_tokens");
        }
        return count("max_tokens");
    }

    private @Nullable Integer count(String field) {
        Long count = body.integer(field);
        boolean fits = count != null && count >= 1 && count <= Integer.MAX_VALUE;
        if (body.has(field) && !fits) {
            mistakes.invalid(field, "'" + field + "' must be a whole number from 1.");
        }
        return fits && count != null ? (Integer) count.intValue() : null;
    }

    private @Nullable Double number(String field) {
        Double number = body.number(field);
        if (body.has(field) && number == null) {
            mistakes.invalid(field, "'" + field + "' must be a number.");
        }
        return number;
    }

    private List<String> stop() {
        List<String> stop = new ArrayList<>();
        if (body.has("stop_sequences") && !(body.get("stop_sequences") instanceof JsonValue.Arr)) {
            mistakes.invalid("stop_sequences", "'stop_sequences' must be an array of texts.");
        }
        for (JsonValue item : body.items("stop_sequences")) {
            if (item instanceof JsonValue.Text text) {
                stop.add(text.value());
            } else {
                mistakes.invalid("stop_sequences", "'stop_sequences' must be an array of texts.");
            }
        }
        return stop;
    }

    private OutputFormat format() {
        JsonValue.Obj config = body.object("output_config");
        JsonValue.Obj nested = config == null ? null : config.object("format");
        // The beta had it at the top.
        JsonValue.Obj format = nested == null ? body.object("output_format") : nested;
        if (format == null) {
            return new OutputFormat.PlainText();
        }
        String field = nested == null ? "output_format" : "output_config.format";
        JsonValue.Obj schema = format.object("schema");
        if (!format.textOrEmpty("type").equals("json_schema")) {
            mistakes.invalid(field + ".type", "'" + field + ".type' must be 'json_schema'.");
        } else if (schema == null) {
            mistakes.missing(field + ".schema");
        } else {
            return new OutputFormat.Schema("response", null, schema.raw(), true);
        }
        return new OutputFormat.PlainText();
    }

    private @Nullable Reasoning reasoning() {
        JsonValue.Obj config = body.object("output_config");
        String effort = config == null ? null : config.text("effort");
        JsonValue.Obj thinking = body.object("thinking");
        if (thinking == null) {
            return effort == null ? null : new Reasoning(effort, null, null, false);
        }
        String display = thinking.text("display");
        Boolean summary = display == null ? null : (Boolean) display.equals("summarized");
        return switch (thinking.textOrEmpty("type")) {
            case "disabled" -> new Reasoning("none", 0, null, false);
            case "adaptive" -> new Reasoning(effort, null, summary, true);
            case "enabled" -> new Reasoning(effort, budget(thinking), summary, false);
            default -> {
                mistakes.invalid("thinking.type", "'thinking.type' must be 'enabled', 'adaptive' or 'disabled'.");
                yield null;
            }
        };
    }

    private int budget(JsonValue.Obj thinking) {
        Long budget = thinking.integer("budget_tokens");
        if (budget == null || budget < 1 || budget > Integer.MAX_VALUE) {
            mistakes.invalid("thinking.budget_tokens", "'thinking.budget_tokens' must be a whole number from 1024.");
            return Thought.BUDGET_MIN;
        }
        return budget.intValue();
    }
}
