package io.penstock.config;

import io.penstock.routing.Choice;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Objective;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Rule;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule as the file has it, its fallbacks not yet followed.
 *
 * @param path where it stands, e.g. {@code rules[0]}
 * @param name for people
 * @param models what callers ask for
 * @param level at which it holds; {@code null}: at all
 * @param reaches whether it says how far a call goes
 * @param fallbacks what it names itself
 * @param rule with the defaults for what it leaves out
 * @param objective what counts; {@code null}: it does not say
 * @param choice who is chosen; {@code null}: it does not say
 */
record RuleEntry(
        String path,
        String name,
        List<NamePattern> models,
        @Nullable PowerLevel level,
        boolean reaches,
        List<FallbackNames.Named> fallbacks,
        Rule rule,
        @Nullable Objective objective,
        @Nullable Choice choice) {
    static final String FALLBACKS = "fallbacks";
    private static final String HEDGE = "hedge";
    private static final String HEDGE_STREAM = "hedge_after_seconds";
    private static final String HEDGE_ANSWER = "hedge_answer_seconds";
    private static final List<String> REACH = List.of(
            FALLBACKS,
            "attempts_max",
            "first_token_seconds",
            "answer_seconds",
            HEDGE,
            HEDGE_STREAM,
            HEDGE_ANSWER,
            "rescue",
            "reroute_filtered");
    private static final String[] LEVELS =
            Arrays.stream(PowerLevel.values()).map(PowerLevel::label).toArray(String[]::new);
    private static final long MILLIS = 1_000;

    /** @param number its place among the rules, from 1 */
    static RuleEntry read(Section s, int number, Rule defaults, FallbackNames names) {
        List<NamePattern> models = s.texts("models").stream()
                .map(text -> RoutingReader.pattern("models", text))
                .toList();
        if (models.isEmpty()) {
            throw new SettingsException("models", "must name at least one model, or \"*\" for all");
        }
        String name = s.text("name", "rule-" + number);
        List<FallbackNames.Named> fallbacks = s.texts(FALLBACKS).stream()
                .map(text -> names.named(FALLBACKS, text))
                .toList();
        Objective objective = ChoiceReader.objective(s);
        Choice choice = new ChoiceReader(s, models, names).choice();
        boolean reaches = objective == null && choice == null || REACH.stream().anyMatch(s::has);
        Rule rule = rule(s, defaults);
        return new RuleEntry(s.path(), name, models, level(s), reaches, fallbacks, rule, objective, choice);
    }

    private static @Nullable PowerLevel level(Section s) {
        String word = s.optionalText("power_level");
        if (word == null) {
            return null;
        }
        Check.oneOf("power_level", word, LEVELS);
        return PowerLevel.of(word);
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

    /** Whether its fallbacks follow those of a rule for this level. */
    boolean continues(@Nullable PowerLevel other) {
        return reaches && (level == null || level == other);
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
