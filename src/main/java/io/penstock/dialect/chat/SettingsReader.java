package io.penstock.dialect.chat;

import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of the answer: sampling, format, reasoning. All else at the top of the body is left over. */
final class SettingsReader {
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "parallel_tool_calls",
            "response_format",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop",
            "seed",
            "random_seed",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "logprobs",
            "top_logprobs",
            "reasoning_effort",
            "reasoning",
            "thinking",
            "user",
            "safety_identifier");

    /** Without these the answer is another one than was asked for. Fields nobody knows are taken for hints. */
    private static final Set<String> BINDING = Set.of(
            "logit_bias",
            "audio",
            "web_search_options",
            "moderation",
            "guided_json",
            "guided_regex",
            "guided_choice",
            "guided_grammar",
            "structured_outputs",
            "grammar");

    private SettingsReader() {}

    static Sampling sampling(Fields body) {
        String limit = body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return new Sampling(
                body.count(limit, 1, Integer.MAX_VALUE),
                body.number("temperature", 0, 2),
                body.number("top_p", 0, 1),
                topK(body),
                stop(body),
                body.integer(body.has("seed") ? "seed" : "random_seed"),
                body.number("presence_penalty", -2, 2),
                body.number("frequency_penalty", -2, 2),
                body.count("n", 1, 128),
                body.flag("logprobs"),
                body.count("top_logprobs", 0, 20));
    }

    /** Several vendors say -1 or 0 for no bound. */
    private static @Nullable Integer topK(Fields body) {
        Integer topK = body.count("top_k", -1, Integer.MAX_VALUE);
        return topK == null || topK < 1 ? null : topK;
    }

    private static List<String> stop(Fields body) {
        List<String> stop = new ArrayList<>();
        switch (body.get("stop")) {
            case null -> {}
            case JsonValue.Text text -> stop.add(text.value());
            case JsonValue.Arr array -> {
                for (int index = 0; index < array.items().size(); index++) {
                    if (array.items().get(index) instanceof JsonValue.Text text) {
                        stop.add(text.value());
                    } else {
                        body.mistakes().invalidType("stop." + index, "a string");
                    }
                }
            }
            default -> body.mistakes().invalidType("stop", "a string or an array of strings");
        }
        stop.removeIf(String::isEmpty);
        return stop;
    }

    static OutputFormat format(Fields body) {
        Fields format = body.object("response_format");
        if (format == null) {
            return new OutputFormat.PlainText();
        }
        String type = format.required("type");
        return switch (type) {
            case "text" -> new OutputFormat.PlainText();
            case "json_object" -> format.has("schema") ? flat(format) : new OutputFormat.AnyJson();
            case "json_schema" ->
                format.has("json_schema") ? named(format.requiredObject("json_schema")) : flat(format);
            default -> {
                if (!type.isEmpty()) {
                    format.mistakes().invalidValue(format.path("type"), "it must be text, json_object or json_schema");
                }
                yield new OutputFormat.PlainText();
            }
        };
    }

    private static OutputFormat named(Fields schema) {
        String name = schema.text("name");
        return new OutputFormat.Schema(
                name == null ? "response" : name, schema.text("description"), schema(schema), schema.flag("strict"));
    }

    /** Together's and Fireworks's form, with the schema beside the type. */
    private static OutputFormat flat(Fields format) {
        if (!format.has("schema")) {
            format.mistakes().missing(format.path("json_schema"));
        }
        return new OutputFormat.Schema("response", null, schema(format), null);
    }

    private static Slice schema(Fields fields) {
        return fields.requiredObject("schema").object().raw();
    }

    /** {@code reasoning_effort}; OpenRouter's {@code reasoning}; Anthropic's {@code thinking}, as several vendors take it. */
    static @Nullable Reasoning reasoning(Fields body) {
        String effort = effort(body, "reasoning_effort");
        Fields object = body.get("reasoning") instanceof JsonValue.Obj ? body.object("reasoning") : null;
        Boolean summary = null;
        Integer budget = null;
        if (object != null) {
            effort = effort == null ? effort(object, "effort") : effort;
            budget = object.count("max_tokens", 0, Integer.MAX_VALUE);
            Boolean exclude = object.flag("exclude");
            summary = exclude == null ? null : (Boolean) !exclude;
        }
        Fields thinking = body.get("thinking") instanceof JsonValue.Obj ? body.object("thinking") : null;
        boolean adaptive = false;
        if (thinking != null) {
            String type = thinking.required("type");
            Integer given = thinking.count("budget_tokens", 0, Integer.MAX_VALUE);
            budget = type.equals("disabled") ? Integer.valueOf(0) : given == null ? budget : given;
            adaptive = effort == null && budget == null && !type.isEmpty();
        }
        boolean silent = effort == null && budget == null && summary == null && !adaptive;
        return silent ? null : new Reasoning(effort, budget, summary, adaptive);
    }

    private static @Nullable String effort(Fields fields, String name) {
        String effort = fields.text(name);
        if (effort == null || effort.equals("default") || effort.equals("auto")) {
            return null;
        }
        if (!EFFORTS.contains(effort)) {
            fields.mistakes()
                    .invalidValue(fields.path(name), "it must be none, minimal, low, medium, high, xhigh or max");
        }
        return effort;
    }

    static @Nullable String user(Fields body) {
        String safety = body.text("safety_identifier");
        String user = body.text("user");
        return safety == null ? user : safety;
    }

    static void leftovers(Fields body, List<Leftover> leftovers) {
        for (String name : body.object().names()) {
            JsonValue value = body.get(name);
            if (value != null && !KNOWN.contains(name)) {
                leftovers.add(new Leftover(name, value.raw(), isHint(name, value)));
            }
        }
    }

    private static boolean isHint(String name, JsonValue value) {
        if (name.equals("modalities") && value instanceof JsonValue.Arr modes) {
            return modes.items().stream()
                    .allMatch(mode ->
                            mode instanceof JsonValue.Text text && text.value().equals("text"));
        }
        boolean empty = value instanceof JsonValue.Obj object && object.isEmpty();
        return !BINDING.contains(name) || empty && !name.equals("web_search_options");
    }
}
