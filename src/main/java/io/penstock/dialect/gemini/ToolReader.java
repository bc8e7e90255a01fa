package io.penstock.dialect.gemini;

import io.penstock.chat.Leftover;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code toolConfig}. Owned by one reading. */
final class ToolReader {
    /** Tools that Google runs itself. */
    static final Set<String> HOSTED = Set.of(
            "googleSearch",
            "googleSearchRetrieval",
            "urlContext",
            "codeExecution",
            "googleMaps",
            "fileSearch",
            "computerUse",
            "enterpriseWebSearch",
            "parallelAiSearch",
            "retrieval",
            "mcpServers");

    private static final Set<String> DECLARATION = Set.of(
            "name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema", "behavior");
    private static final Set<String> CONFIG =
            Set.of("functionCallingConfig", "retrievalConfig", "includeServerSideToolInvocations");
    private static final Set<String> CALLING = Set.of("mode", "allowedFunctionNames", "streamFunctionCallArguments");

    private final List<Leftover> leftovers;
    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice choice = new ToolChoice.Auto();

    ToolReader(Fields request, List<Leftover> leftovers) {
        this.leftovers = leftovers;
        Fields config = request.inside("toolConfig");
        if (config != null) {
            config(config.only(CONFIG));
        }
        for (Fields entry : request.objects("tools")) {
            entry(entry);
        }
    }

    List<Tool> tools() {
        return tools;
    }

    ToolChoice choice() {
        return choice;
    }

    private void entry(Fields entry) {
        for (String name : entry.object().names()) {
            String camel = Fields.camel(name);
            JsonValue value = entry.object().get(name);
            if (camel.equals("functionDeclarations")) {
                entry.objects(camel).forEach(this::declaration);
            } else if (!HOSTED.contains(camel)) {
                entry.only(HOSTED);
            } else if (value != null) {
                Slice json = new JsonWriter()
                        .object()
                        .raw(camel, value.raw())
                        .endObject()
                        .toSlice();
                tools.add(new Tool.Hosted(camel, json));
            }
        }
    }

    private void declaration(Fields declaration) {
        String name = declaration.only(DECLARATION).textOrEmpty("name");
        if (name.isEmpty()) {
            String field = declaration.at("name");
            declaration.mistakes().missing(field);
        }
        declaration.inside("parametersJsonSchema");
        tools.add(new Tool.Function(name, declaration.text("description"), schema(declaration), null, null));
        RequestReader.add(declaration, "response", true, leftovers);
        RequestReader.add(declaration, "responseJsonSchema", true, leftovers);
        RequestReader.add(declaration, "behavior", true, leftovers);
    }

    private static @Nullable Slice schema(Fields declaration) {
        Fields subset = declaration.inside("parameters");
        return subset == null ? declaration.raw("parametersJsonSchema") : OpenApiSchema.toJsonSchema(subset.object());
    }

    private void config(Fields config) {
        RequestReader.add(config, "retrievalConfig", true, leftovers);
        RequestReader.add(config, "includeServerSideToolInvocations", true, leftovers);
        Fields calling = config.inside("functionCallingConfig");
        if (calling == null) {
            return;
        }
        calling.only(CALLING);
        RequestReader.add(calling, "streamFunctionCallArguments", true, leftovers);
        List<String> names = calling.texts("allowedFunctionNames");
        switch (calling.textOrEmpty("mode")) {
            case "", "AUTO", "MODE_UNSPECIFIED" -> {}
            case "NONE" -> choice = new ToolChoice.None();
            case "ANY" -> choice = forced(names);
            // Not "strict": other vendors refuse most schemas under that name.
            case "VALIDATED" -> choice = names.isEmpty() ? choice : new ToolChoice.Among(names, false);
            default ->
                calling.mistakes()
                        .add(
                                calling.at("mode"),
                                "invalid_value",
                                calling.at("mode") + " must be AUTO, ANY, NONE or VALIDATED.");
        }
    }

    private static ToolChoice forced(List<String> names) {
        return switch (names.size()) {
            case 0 -> new ToolChoice.Required();
            case 1 -> new ToolChoice.Named(names.getFirst());
            default -> new ToolChoice.Among(names, true);
        };
    }
}
