package io.penstock.provider;

import static io.penstock.resilience.Objection.Against.FEATURE;
import static io.penstock.resilience.Objection.Against.FEATURE_HERE;

import io.penstock.resilience.Objection;
import io.penstock.routing.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of a provider's refusal what it is that it does not take. Errors may quote the request, so only what stands where
 * no quotation can, in a field of its own or at the beginning of the sentence, is taken at its word; all else must be said
 * several times.
 */
final class Objections {
    private static final int WRONG_METHOD = 405;
    private static final Set<Integer> STATUSES = Set.of(400, 404, WRONG_METHOD, 422);

    /** OpenAI's codes of parameters that the model does not take, whatever their value. */
    private static final Set<String> OF_PARAMETERS = Set.of("unsupportedparameter", "unknownparameter");

    /** Objects that hold settings of their own. */
    private static final Set<String> HOLDERS =
            Set.of("reasoning", "thinking", "text", "output_config", "generationConfig", "generation_config");

    /** Parts of a conversation that are features wherever they stand. */
    private static final int CONTENT = Feature.bits(Feature.VISION, Feature.AUDIO);

    private static final Pattern PLACES = Pattern.compile("\\[\\d+\\]|\\.\\d+(?=\\.|$)");
    /** OpenAI, Google, Anthropic, Cerebras. */
    private static final Pattern BEGINNING = Pattern.compile("^(?:(?:Unsupported|Unknown) parameter: '"
            + "|Invalid JSON payload received\\. Unknown name \"|body\\.)?([a-zA-Z][a-zA-Z0-9_.\\[\\]]{0,100})"
            + "(?:' is not supported|'\\.$|\": Cannot find field|: Extra inputs are not permitted"
            + "|: property '[a-zA-Z0-9_]{1,60}' is unsupported)");

    private static final Pattern QUOTED = Pattern.compile("['\"`]([a-zA-Z][a-zA-Z0-9_.\\[\\]]{0,100})['\"`]");
    private static final Pattern SAID = Pattern.compile("(?:not|n't) support (?:the )?(?:use of )?(tool use|tools?"
            + "|function calling|thinking|reasoning|images?|vision|audio|structured outputs?|json_schema)\\b");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z_]{3,40}");
    private static final Pattern ENDPOINT = Pattern.compile(
            "/completions|/responses|/messages|chat completions api|support chat\\b|this (?:route|endpoint)|v1/");

    private Objections() {}

    /** {@code null} where nothing can be learned: another status, or something that is not kept account of. */
    static @Nullable Objection of(UpstreamError error) {
        ErrorShape shape = error.body() == null ? null : new ErrorShape(error.body());
        if (!STATUSES.contains(error.status())) {
            return null;
        }
        String relayed = shape == null ? null : shape.relayed();
        String message = relayed != null ? relayed : error.message() == null ? "" : error.message();
        List<String> forbidden = shape == null ? List.of() : shape.forbidden();
        if (!forbidden.isEmpty()) {
            return of(forbidden.getFirst().equals("body") ? forbidden.subList(1, forbidden.size()) : forbidden, true);
        }
        String param = shape == null ? null : shape.param();
        if (param != null && !param.equals("model")) {
            boolean whole = error.code() != null && OF_PARAMETERS.contains(Signals.plain(error.code()));
            return of(path(param), whole);
        }
        return of(message, error.status());
    }

    /** Without the places in lists: {@code messages[0].content} is messages and content. */
    private static List<String> path(String text) {
        return List.of(PLACES.matcher(text).replaceAll("").split("\\.", -1));
    }

    /** @param whole whether it is the parameter that is not taken, not its value */
    private static @Nullable Objection of(List<String> path, boolean whole) {
        if (path.isEmpty()) {
            return null;
        }
        int last = Feature.named(path.getLast());
        boolean setting = path.size() == 1;
        boolean held = path.size() == 2 && HOLDERS.contains(path.getFirst());
        if (last == 0 || !(setting || held || (last & CONTENT) != 0)) {
            return null;
        }
        return new Objection(setting && whole ? FEATURE : FEATURE_HERE, last);
    }

    private static @Nullable Objection of(String message, int status) {
        Matcher beginning = BEGINNING.matcher(message);
        if (beginning.find()) {
            return of(path(beginning.group(1)), true);
        }
        if (message.contains("prefill")) {
            return null;
        }
        Matcher said = SAID.matcher(message);
        if (said.find()) {
            return new Objection(FEATURE_HERE, meant(said.group(1)));
        }
        List<String> quoted = quoted(message);
        int named = 0;
        for (String word : quoted) {
            named |= Feature.named(word);
        }
        if (named == 0 && quoted.isEmpty()) {
            named = mentioned(message);
        }
        if (named != 0) {
            return new Objection(FEATURE_HERE, named);
        }
        boolean elsewhere = status == WRONG_METHOD
                || ENDPOINT.matcher(message.toLowerCase(Locale.ROOT)).find();
        if (elsewhere) {
            return Objection.TO_ENDPOINT;
        }
        return quoted.isEmpty() ? Objection.TO_REQUEST : null;
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

    private static List<String> quoted(String message) {
        List<String> words = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(message);
        while (quoted.find()) {
            words.add(quoted.group(1));
        }
        return words;
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
