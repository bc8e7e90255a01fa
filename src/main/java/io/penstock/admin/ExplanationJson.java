package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.dialect.ApiError;
import io.penstock.routing.Considered;
import io.penstock.routing.Explanation;
import io.penstock.routing.Feature;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.penstock.routing.Objective;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Resolution;
import io.penstock.routing.Target;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON. What is not known is null. */
final class ExplanationJson {
    private static final MathContext DIGITS = new MathContext(6);
    private static final double MILLIS = 1_000;

    private ExplanationJson() {}

    static ObjectNode of(Inquiry inquiry, Explanation explanation, Explanations.@Nullable Refusal refusal) {
        ObjectNode json = StrictJson.object();
        PowerLevel level = explanation.level();
        json.put("model", explanation.model())
                .put("level", level == null ? null : level.label())
                .put("level_from", word(explanation.source()))
                .put("rule", named(explanation.rule()))
                .put("objective_rule", named(explanation.objectiveRule()))
                .put("choosing_rule", named(explanation.choiceRule()));
        json.set("objective", objective(explanation.objective()));
        json.set("needs", needs(inquiry.needs()));
        json.putObject("reckoned")
                .put("input_tokens", explanation.inputTokens())
                .put("output_tokens", explanation.outputTokens());
        Target kept = explanation.kept();
        json.put("kept", kept == null ? null : name(kept));
        ArrayNode candidates = json.putArray("candidates");
        explanation.candidates().forEach(considered -> candidates.add(candidate(considered)));
        outcome(json, explanation);
        json.set("refusal", refusal(refusal));
        return json;
    }

    private static @Nullable ObjectNode objective(@Nullable Objective objective) {
        if (objective == null) {
            return null;
        }
        ObjectNode json = StrictJson.object();
        json.put("price", number(objective.price()));
        json.put("latency", number(objective.latency()));
        return json.put("quality", number(objective.quality()));
    }

    private static ObjectNode needs(Needs needs) {
        ObjectNode json = StrictJson.object()
                .put("tools", needs.has(Feature.TOOLS))
                .put("vision", needs.has(Feature.VISION))
                .put("audio", needs.has(Feature.AUDIO))
                .put("json_schema", needs.has(Feature.JSON_SCHEMA));
        json.set("uses", labels(Feature.of(needs.uses())));
        return json.put("input_tokens", needs.inputTokens()).put("output_tokens_max", needs.outputTokensMax());
    }

    private static ArrayNode labels(Set<Feature> features) {
        ArrayNode labels = StrictJson.object().arrayNode();
        features.forEach(feature -> labels.add(feature.label()));
        return labels;
    }

    private static ObjectNode candidate(Considered considered) {
        Target target = considered.candidate().target();
        ObjectNode json = StrictJson.object()
                .put("provider", target.provider())
                .put("model", target.model())
                .put("rank", considered.rank())
                .put("fallback", considered.fallback());
        ArrayNode excluded = json.putArray("excluded");
        ArrayNode reasons = json.putArray("reasons");
        considered.exclusions().stream().sorted().forEach(exclusion -> {
            excluded.add(exclusion.label());
            reasons.add(exclusion.clause());
        });
        json.set("rejects", labels(considered.rejects()));
        return json.put("score", number(considered.score()))
                .put("price_usd", number(considered.priceUsd()))
                .put("first_token_ms", number(considered.pace().firstTokenSeconds() * MILLIS))
                .put("tokens_per_second", number(considered.pace().tokensPerSecond()))
                .put("seconds", number(considered.seconds()))
                .put("running", considered.pace().running())
                .put("quality", number(considered.quality()))
                .put("quality_from", word(considered.qualitySource()));
    }

    /** What would be done: the plan in its order. */
    private static void outcome(ObjectNode json, Explanation explanation) {
        ArrayNode plan = json.putArray("plan");
        Target dearest = null;
        if (explanation.resolution() instanceof Resolution.Served(var served)) {
            served.candidates().forEach(candidate -> plan.add(name(candidate.target())));
            dearest = served.dearest();
        }
        json.put("dearest", dearest == null ? null : name(dearest));
        json.put("saving_usd", dearest == null ? null : number(saving(explanation.candidates(), dearest)));
    }

    /** What the first costs less than the dearest. */
    private static double saving(List<Considered> candidates, Target dearest) {
        double first = Double.NaN;
        double most = Double.NaN;
        for (Considered considered : candidates) {
            first = considered.rank() == 1 ? considered.priceUsd() : first;
            most = considered.candidate().target().equals(dearest) ? considered.priceUsd() : most;
        }
        return most - first;
    }

    /** In the words and with the numbers of the answer to the call. */
    private static @Nullable ObjectNode refusal(Explanations.@Nullable Refusal refusal) {
        if (refusal == null) {
            return null;
        }
        ApiError error = refusal.error();
        ObjectNode json = StrictJson.object()
                .put("status", error.status())
                .put("code", error.code())
                .put("message", error.message());
        return refusal.retryAfterSeconds() < 0
                ? json.putNull("retry_after")
                : json.put("retry_after", refusal.retryAfterSeconds());
    }

    private static String name(Target target) {
        return target.provider() + '/' + target.model();
    }

    private static @Nullable String named(String rule) {
        return rule.isEmpty() ? null : rule;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@code null} where it is no number. */
    private static @Nullable BigDecimal number(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
