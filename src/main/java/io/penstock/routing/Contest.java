package io.penstock.routing;

import org.jspecify.annotations.Nullable;

/** One name at one level: which rules hold, and who takes part. Owned by one {@link Router}. */
final class Contest {
    final Catalog catalog;
    final Lineup lineup;
    final @Nullable PowerLevel level;
    final Explanation.LevelSource source;
    final boolean auto;
    final Rule rule;
    /** The place of the rule with the objective, or {@link Rulebook#NO_RULE}. */
    final int aim;
    /** {@code null}: the configured order. */
    final @Nullable Objective objective;

    final Choice choice;
    /** What is answered without choosing; {@code null} where something is to be chosen. */
    final @Nullable Resolution settled;
    /** Keeps calls of one name and level apart from those of others. */
    final long salt;

    private @Nullable Field field;

    Contest(Catalog catalog, Lineup lineup, boolean auto, @Nullable PowerLevel level, Explanation.LevelSource source) {
        this.catalog = catalog;
        this.lineup = lineup;
        this.auto = auto;
        this.level = level;
        this.source = source;
        Rulebook book = catalog.book();
        rule = book.rule(lineup.reach());
        aim = book.at(level).objectives().ruleOf(lineup.asked(), lineup.bare());
        Objective said = aim == Rulebook.NO_RULE ? null : book.rules().get(aim).objective();
        objective = said != null || level == null ? said : Objective.of(level);
        Choice ruled = catalog.choice(lineup.choice());
        choice = ruled == null ? Choice.OPEN : ruled;
        settled = settled(ruled);
        salt = Affinity.mixed(lineup.asked().hashCode(), level == null ? 0 : level.place() + 1);
    }

    private @Nullable Resolution settled(@Nullable Choice ruled) {
        if (auto) {
            return null;
        }
        if (lineup.empty()) {
            return catalog.resolved(lineup);
        }
        return objective == null && ruled == null ? catalog.resolve(lineup.asked()) : null;
    }

    /** The name of the rule that says who is chosen; empty: none does. */
    String choosing() {
        return name(lineup.choice());
    }

    /** The name of the rule at that place; empty where it is {@link Rulebook#NO_RULE}. */
    String name(int rule) {
        return rule == Rulebook.NO_RULE ? "" : catalog.book().rules().get(rule).name();
    }

    /** Whether calls with the same beginning are worth keeping together. */
    boolean keeps() {
        return choice.affinity() && (objective != null || !choice.split().isEmpty());
    }

    /** All who take part, made ready when they are first needed. */
    Field field(Paces paces, Compatibility compatibility, long nowNanos) {
        Field ready = field;
        if (ready == null) {
            ready = new Field(this, paces, compatibility);
            field = ready;
        }
        ready.refresh(nowNanos);
        return ready;
    }
}
