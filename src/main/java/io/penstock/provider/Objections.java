package io.penstock.provider;

import static io.penstock.resilience.Objection.Against.FEATURE;
import static io.penstock.resilience.Objection.Against.FEATURE_HERE;

import io.penstock.resilience.Objection;
import io.penstock.routing.Feature;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of a provider's refusal what it is that it does not take. Errors may quote the request, so what is found here is
 * good only for what the request itself makes use of.
 */
final class Objections {
    private static final int WRONG_METHOD = 405;
    /** OpenAI's code for a parameter that is taken with other values. */
    private static final String OF_A_VALUE = "unsupportedvalue";

    private static final Pattern SEPARATOR = Pattern.compile("[.\\[\\]/]+");
    /** {@code Unsupported parameter: 'max_tokens'}, {@code Unknown name "seed"}, {@code property `logprobs` is}. */
    private static final Pattern QUOTED = Pattern.compile("['\"`]([a-zA-Z][a-zA-Z0-9_.\\[\\]/]{0,100})['\"`]");
    /** Anthropic's {@code temperature: Extra inputs are not permitted}. */
    private static final Pattern LEADING = Pattern.compile(
            "^([a-zA-Z][a-zA-Z0-9_.]{0,100}): (?:Extra inputs|[a-zA-Z ]{0,80}not (?:supported|permitted))");
    /** {@code llama2 does not support tools}, {@code this model doesn't support image input}. */
    private static final Pattern SAID = Pattern.compile("(?:not|n't) support (?:the )?(?:use of )?"
            + "(tools?|tool use|function calling|thinking|reasoning|images?|vision|audio|structured outputs?|json_schema)"
            + "( inputs?)?(\\.?$)?");

    private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z_]{3,40}");
    private static final Pattern ENDPOINT = Pattern.compile(
            "/completions|/responses|/messages|chat completions api|support chat\\b|this (?:route|endpoint)|v1/");

    private Objections() {}

    /** {@code null} where nothing can be learned: it names something that is not kept account of. */
    static @Nullable Objection of(UpstreamError error) {
        String message = error.message() == null ? "" : error.message();
        if (message.contains("prefill")) {
            return null;
        }
        Matcher said = SAID.matcher(message);
        if (said.find()) {
            return new Objection(said.group(3) == null ? FEATURE_HERE : FEATURE, meant(said.group(1)));
        }
        String named = named(error, message);
        if (named != null) {
            boolean value = error.code() != null && Signals.plain(error.code()).equals(OF_A_VALUE);
            int feature = last(named);
            return feature == 0 ? null : new Objection(value ? FEATURE_HERE : FEATURE, feature);
        }
        int mentioned = mentioned(message);
        if (mentioned != 0) {
            return new Objection(FEATURE_HERE, mentioned);
        }
        boolean elsewhere = error.status() == WRONG_METHOD
                || ENDPOINT.matcher(message.toLowerCase(Locale.ROOT)).find();
        return elsewhere ? Objection.TO_ENDPOINT : Objection.TO_REQUEST;
    }

    private static int meant(String words) {
        return switch (words) {
            case "tool", "tools", "tool use", "function calling" -> Feature.TOOLS.bit();
            case "thinking", "reasoning" -> Feature.REASONING.bit();
            case "image", "images", "vision" -> Feature.VISION.bit();
            case "audio" -> Feature.AUDIO.bit();
            default -> Feature.JSON_SCHEMA.bit();
        };
    }

    private static @Nullable String named(UpstreamError error, String message) {
        String param = error.body() == null ? null : new ErrorShape(error.body()).param();
        if (param != null && !param.equals("model")) {
            return param;
        }
        Matcher leading = LEADING.matcher(message);
        if (leading.find()) {
            return leading.group(1);
        }
        Matcher quoted = QUOTED.matcher(message);
        return quoted.find() ? quoted.group(1) : null;
    }

    /** Of a path, its end must say it: {@code tools.0.strict} is no word against tools. */
    private static int last(String path) {
        String[] segments = SEPARATOR.split(path, -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            String segment = segments[i];
            boolean place = segment.isEmpty() || segment.chars().allMatch(Character::isDigit);
            if (!place) {
                return Feature.named(segment);
            }
        }
        return 0;
    }

    /** All together, as in {@code Function tools with reasoning_effort are not supported}. */
    private static int mentioned(String message) {
        int bits = 0;
        Matcher words = WORD.matcher(message);
        while (words.find()) {
            bits |= Feature.named(words.group());
        }
        return bits;
    }
}
