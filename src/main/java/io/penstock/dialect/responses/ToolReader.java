package io.penstock.dialect.responses;

import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tools and which of them must be used. */
final class ToolReader {
    /**
     * Hosted tools that a model may use but need not, and that agents such as Codex declare in every call. They are left
     * out where the caller has tools of its own besides.
     */
    private static final Set<String> OFFERS = Set.of(
            "web_search",
            "web_search_2025_08_26",
            "web_search_preview",
            "web_search_preview_2025_03_11",
            "tool_search",
            "image_generation");

    private final Mistakes mistakes;

    ToolReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    List<Tool> tools(JsonValue.Obj body) {
        List<Tool> tools = new ArrayList<>();
        List<JsonValue> items = body.items("tools");
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at) instanceof JsonValue.Obj tool) {
                tool(tool, "tools." + at, null, tools);
            } else {
                mistakes.invalid("tools." + at, "A tool is an object with a type.");
            }
        }
        boolean callable = tools.stream().anyMatch(tool -> !(tool instanceof Tool.Hosted));
        boolean needed = tools.stream().anyMatch(tool -> tool instanceof Tool.Hosted && !isOffer(tool));
        // Where one is needed the call cannot be served, and the places of all are kept for the message.
        if (callable && !needed) {
            tools.removeIf(ToolReader::isOffer);
        }
        return tools;
    }

    private static boolean isOffer(Tool tool) {
        return tool instanceof Tool.Hosted && OFFERS.contains(tool.name());
    }

    private void tool(JsonValue.Obj tool, String field, @Nullable String namespace, List<Tool> tools) {
        String type = tool.textOrEmpty("type");
        switch (type) {
            case "function" -> {
                Boolean strict = tool.flag("strict");
                tools.add(new Tool.Function(
                        name(tool, field, namespace), tool.text("description"), schema(tool, field), strict, null));
            }
            case "custom" -> {
                JsonValue format = tool.get("format");
                tools.add(new Tool.Freeform(
                        name(tool, field, namespace), tool.text("description"), format == null ? null : format.raw()));
            }
            case "namespace" -> {
                List<JsonValue.Obj> inner = tool.objects("tools");
                for (int at = 0; at < inner.size(); at++) {
                    tool(inner.get(at), field + ".tools." + at, tool.textOrEmpty("name"), tools);
                }
            }
            case "" -> mistakes.invalid(field + ".type", "A tool has a type.");
            default -> tools.add(new Tool.Hosted(type, tool.raw()));
        }
    }

    private @Nullable Slice schema(JsonValue.Obj tool, String field) {
        return switch (tool.get("parameters")) {
            case null -> null;
            case JsonValue.Obj object -> object.raw();
            case JsonValue.Null _ -> null;
            default -> {
                mistakes.invalid(field + ".parameters", "A function's parameters are a JSON schema, an object.");
                yield null;
            }
        };
    }

    private String name(JsonValue.Obj tool, String field, @Nullable String namespace) {
        String name = tool.textOrEmpty("name");
        if (name.isEmpty()) {
            mistakes.invalid(field + ".name", "A tool has a name.");
        }
        return new NamespacedName(namespace, name).flat();
    }

    ToolChoice choice(@Nullable JsonValue value) {
        return switch (value) {
            case null -> new ToolChoice.Auto();
            case JsonValue.Text text -> word(text.value());
            case JsonValue.Obj object -> choice(object);
            default -> {
                mistakes.invalid("tool_choice", "A word or an object is expected.");
                yield new ToolChoice.Auto();
            }
        };
    }

    private ToolChoice word(String word) {
        return switch (word) {
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            case "auto" -> new ToolChoice.Auto();
            default -> {
                mistakes.invalid("tool_choice", "The choice is one of auto, none and required.");
                yield new ToolChoice.Auto();
            }
        };
    }

    private ToolChoice choice(JsonValue.Obj choice) {
        String type = choice.textOrEmpty("type");
        return switch (type) {
            case "function", "custom" -> new ToolChoice.Named(flat(choice));
            case "allowed_tools" -> {
                List<String> names = new ArrayList<>();
                for (JsonValue.Obj tool : choice.objects("tools")) {
                    if (tool.has("name")) {
                        names.add(flat(tool));
                    }
                }
                yield new ToolChoice.Among(names, "required".equals(choice.text("mode")));
            }
            default -> {
                mistakes.unsupported(
                        "tool_choice", "The provider that serves this model has no tool of type '" + type + "'.");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static String flat(JsonValue.Obj tool) {
        return new NamespacedName(tool.text("namespace"), tool.textOrEmpty("name")).flat();
    }
}
