package io.penstock.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads embeddings calls: one string, several, one array of tokens, or several. */
final class EmbedParser {

    private static final int STANDARD_DIMENSIONS = 1536;
    private static final int MAX_DIMENSIONS = 4096;
    private static final int MAX_INPUTS = 2048;

    private EmbedParser() {}

    static Parsed parse(JsonObject body, String model, Behaviour behaviour, Received received) {
        Optional<List<String>> inputs = inputs(body.getValue("input"));
        if (inputs.isEmpty()) {
            return invalid(
                    "input",
                    "'input' must be a text, an array of texts, of tokens, or of token arrays; none "
                            + "empty, and at most " + MAX_INPUTS + " of them.");
        }
        Optional<Integer> dimensions = BodyFields.whole(body, "dimensions", 1, MAX_DIMENSIONS);
        if (BodyFields.has(body, "dimensions") && dimensions.isEmpty()) {
            return invalid("dimensions", "'dimensions' must be a whole number from 1 to " + MAX_DIMENSIONS + ".");
        }
        Object format = body.getValue("encoding_format");
        if (format != null && !format.equals("float") && !format.equals("base64")) {
            return invalid("encoding_format", "'encoding_format' must be 'float' or 'base64'.");
        }
        int chars = inputs.get().stream().mapToInt(String::length).sum();
        return new Embed(
                model,
                behaviour,
                inputs.get(),
                GenerateParser.tokens(chars),
                dimensions.orElse(STANDARD_DIMENSIONS),
                "base64".equals(format),
                received);
    }

    private static ApiError invalid(String field, String message) {
        return ApiError.invalid(message, field, "invalid_value");
    }

    private static Optional<List<String>> inputs(@Nullable Object input) {
        if (input instanceof JsonArray several && !isTokens(several)) {
            List<String> texts = several.stream().map(EmbedParser::text).toList();
            boolean fit = !texts.isEmpty() && texts.size() <= MAX_INPUTS && !texts.contains("");
            return fit ? Optional.of(texts) : Optional.empty();
        }
        String text = text(input);
        return text.isEmpty() ? Optional.empty() : Optional.of(List.of(text));
    }

    /** The text itself, the digits of tokens, or an empty one for anything else. */
    private static String text(@Nullable Object input) {
        if (input instanceof JsonArray tokens && isTokens(tokens)) {
            return tokens.encode();
        }
        return input instanceof String text ? text : "";
    }

    private static boolean isTokens(JsonArray array) {
        return !array.isEmpty() && array.stream().allMatch(Integer.class::isInstance);
    }
}
