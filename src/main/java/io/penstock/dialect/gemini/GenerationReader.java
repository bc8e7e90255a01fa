package io.penstock.dialect.gemini;

import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code generationConfig}. Owned by one reading. */
final class GenerationReader {
    private static final Set<String> FIELDS = Set.of(
            "stopSequences",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "_responseJsonSchema",
            "responseModalities",
            "candidateCount",
            "maxOutputTokens",
            "temperature",
            "topP",
            "topK",
            "seed",
            "presencePenalty",
            "frequencyPenalty",
            "responseLogprobs",
            "logprobs",
            "enableEnhancedCivicAnswers",
            "speechConfig",
            "imageConfig",
            "thinkingConfig",
            "mediaResolution",
            "audioTimestamp",
            "routingConfig",
            "modelSelectionConfig",
            "modelConfig",
            "enableAffectiveDialog",
            "responseFormat");
    private static final Set<String> THINKING = Set.of("includeThoughts", "thinkingBudget", "thinkingLevel");
    private static final Set<String> LEVELS = Set.of("MINIMAL", "LOW", "MEDIUM", "HIGH");

    private final List<Leftover> leftovers;
    private Sampling sampling = Sampling.DEFAULT;
    private OutputFormat format = new OutputFormat.PlainText();
    private @Nullable Reasoning reasoning;

    GenerationReader(Fields request, List<Leftover> leftovers) {
        this.leftovers = leftovers;
        Fields config = request.inside("generationConfig");
        if (config != null) {
            config.only(FIELDS);
            sampling = sampling(config);
            format = format(config);
            reasoning = reasoning(config.inside("thinkingConfig"));
            leftovers(config);
        }
    }

    Sampling sampling() {
        return sampling;
    }

    OutputFormat format() {
        return format;
    }

    @Nullable
    Reasoning reasoning() {
        return reasoning;
    }

    private static Sampling sampling(Fields config) {
        return new Sampling(
                config.integer("maxOutputTokens"),
                config.number("temperature"),
                config.number("topP"),
                topK(config),
                config.texts("stopSequences"),
                config.whole("seed"),
                config.number("presencePenalty"),
                config.number("frequencyPenalty"),
                config.integer("candidateCount"),
                config.flag("responseLogprobs"),
                config.integer("logprobs"));
    }

    /** A whole number in one of Google's protos, a fraction in the other. */
    private static @Nullable Integer topK(Fields config) {
        Double topK = config.number("topK");
        return topK == null ? null : (Integer) (int) Math.round(topK);
    }

    private OutputFormat format(Fields config) {
        String type = config.textOrEmpty("responseMimeType");
        Slice schema = schema(config);
        if (schema != null && (type.isEmpty() || type.equals("application/json"))) {
            return new OutputFormat.Schema("response", null, schema, null);
        }
        if (type.equals("application/json")) {
            return new OutputFormat.AnyJson();
        }
        if (!type.isEmpty() && !type.equals("text/plain")) {
            RequestReader.add(config, "responseMimeType", false, leftovers);
        }
        return new OutputFormat.PlainText();
    }

    private static @Nullable Slice schema(Fields config) {
        Fields subset = config.inside("responseSchema");
        if (subset != null) {
            return OpenApiSchema.toJsonSchema(subset.object());
        }
        String name = config.has("responseJsonSchema") ? "responseJsonSchema" : "_responseJsonSchema";
        return config.inside(name) == null ? null : config.raw(name);
    }

    private static @Nullable Reasoning reasoning(@Nullable Fields config) {
        if (config == null) {
            return null;
        }
        config.only(THINKING);
        Boolean summary = config.flag("includeThoughts");
        Integer budget = config.integer("thinkingBudget");
        String level = config.textOrEmpty("thinkingLevel").toUpperCase(Locale.ROOT);
        boolean known = LEVELS.contains(level);
        if (!known && !level.isEmpty() && !level.equals("THINKING_LEVEL_UNSPECIFIED")) {
            String field = config.at("thinkingLevel");
            config.mistakes().invalid(field, field + " must be MINIMAL, LOW, MEDIUM or HIGH.");
        }
        boolean adaptive = budget != null && budget < 0;
        if (summary == null && budget == null && !known) {
            return null;
        }
        return new Reasoning(
                known ? level.toLowerCase(Locale.ROOT) : null, adaptive ? null : budget, summary, adaptive);
    }

    private void leftovers(Fields config) {
        if (!isTextOnly(config)) {
            RequestReader.add(config, "responseModalities", false, leftovers);
        }
        RequestReader.add(config, "audioTimestamp", false, leftovers);
        RequestReader.add(config, "responseFormat", false, leftovers);
        for (String harmless : List.of(
                "speechConfig",
                "imageConfig",
                "mediaResolution",
                "enableEnhancedCivicAnswers",
                "enableAffectiveDialog",
                "routingConfig",
                "modelSelectionConfig",
                "modelConfig")) {
            RequestReader.add(config, harmless, true, leftovers);
        }
    }

    private static boolean isTextOnly(Fields config) {
        return !(config.get("responseModalities") instanceof JsonValue.Arr)
                || config.texts("responseModalities").stream().allMatch("TEXT"::equals);
    }
}
