package io.penstock.config;

import io.penstock.routing.NamePattern;
import io.penstock.routing.Rule;
import java.util.List;

/**
 * One rule as the file has it, its fallbacks not yet followed.
 *
 * @param path where it stands, e.g. {@code rules[0]}
 * @param models what callers ask for
 * @param fallbacks what it names itself
 * @param rule with the defaults for what it leaves out
 */
record RuleEntry(String path, List<NamePattern> models, List<FallbackNames.Named> fallbacks, Rule rule) {
    private static final String HEDGE = "hedge";
    private static final String HEDGE_STREAM = "hedge_after_seconds";
    private static final String HEDGE_ANSWER = "hedge_answer_seconds";
    private static final long MILLIS = 1_000;

    static RuleEntry read(Section s, Rule defaults, FallbackNames names) {
        s.optionalText("name");
        List<NamePattern> models = s.texts("models").stream()
                .map(text -> RoutingReader.pattern("models", text))
                .toList();
        if (models.isEmpty()) {
            throw new SettingsException("models", "must name at least one model, or \"*\" for all");
        }
        List<FallbackNames.Named> fallbacks =
                s.texts("fallbacks").stream().map(names::named).toList();
        return new RuleEntry(s.path(), models, fallbacks, rule(s, defaults));
    }

    private static Rule rule(Section s, Rule defaults) {
        int attempts = s.integer("attempts_max", defaults.attemptsMax());
        Check.range("attempts_max", attempts, 1, Settings.ATTEMPTS_MAX);
        boolean hedged = s.flag(HEDGE, true);
        Rule rule = new Rule(
                attempts,
                millis(s, "first_token_seconds", defaults.streamMillis(), 1, Settings.STREAM_SECONDS_MAX),
                millis(s, "answer_seconds", defaults.answerMillis(), 1, Settings.ANSWER_SECONDS_MAX),
                hedged ? millis(s, HEDGE_STREAM, defaults.hedgeStreamMillis(), 0, Settings.STREAM_SECONDS_MAX) : 0,
                hedged ? millis(s, HEDGE_ANSWER, defaults.hedgeAnswerMillis(), 0, Settings.ANSWER_SECONDS_MAX) : 0,
                s.flag("rescue", defaults.rescue()),
                s.flag("reroute_filtered", defaults.rerouteFiltered()));
        refuseContradiction(s, hedged, rule);
        return rule;
    }

    private static void refuseContradiction(Section s, boolean hedged, Rule rule) {
        boolean timed = s.has(HEDGE_STREAM) || s.has(HEDGE_ANSWER);
        if (!hedged && timed) {
            throw new SettingsException(HEDGE, "is false, so there is nothing to time: take it or the seconds out");
        }
        if (hedged && s.has(HEDGE) && rule.hedgeStreamMillis() == 0 && rule.hedgeAnswerMillis() == 0) {
            throw new SettingsException(
                    HEDGE, "is true, but no time is set: add " + HEDGE_STREAM + " or " + HEDGE_ANSWER + " here");
        }
    }

    private static long millis(Section s, String key, long defaultMillis, int min, int max) {
        int seconds = s.integer(key, (int) (defaultMillis / MILLIS));
        Check.range(key, seconds, min, max);
        return seconds * MILLIS;
    }

    /** Whether it is for this model, by the name as a caller would write it or by the bare id. */
    boolean matches(FallbackNames.Named model) {
        return models.stream().anyMatch(pattern -> pattern.matches(model.text()) || pattern.matches(model.id()));
    }

    /** Whether it spells this model out. */
    boolean spells(FallbackNames.Named model) {
        return models.stream().anyMatch(pattern -> pattern.text().equals(model.text()));
    }
}
