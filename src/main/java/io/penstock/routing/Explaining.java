package io.penstock.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads off the {@link Board} how a decision came about. */
final class Explaining {
    private final Contest contest;
    private final Field field;
    private final Board board;
    private final Paces paces;
    private final Availability availability;

    Explaining(Contest contest, Field field, Board board, Paces paces, Availability availability) {
        this.contest = contest;
        this.field = field;
        this.board = board;
        this.paces = paces;
        this.availability = availability;
    }

    Explanation explain(Needs needs, @Nullable Target kept, Resolution resolution) {
        List<Considered> considered = new ArrayList<>();
        for (int place = 0; place < field.contenders.length; place++) {
            considered.add(considered(place, needs.uses()));
        }
        considered.sort(Comparator.comparingInt((Considered one) -> one.rank() == 0 ? Integer.MAX_VALUE : one.rank())
                .thenComparingInt(one -> one.exclusions().size())
                .thenComparing(Comparator.comparingDouble(Considered::score).reversed()));
        return new Explanation(
                contest.lineup.asked(),
                contest.level,
                contest.source,
                contest.name(contest.lineup.reach()),
                contest.objective == null ? "" : contest.name(contest.aim),
                contest.choosing(),
                contest.objective,
                Scoring.input(needs),
                Scoring.output(needs),
                kept,
                considered,
                resolution);
    }

    private Considered considered(int place, int uses) {
        Contender contender = field.contenders[place];
        Target target = contender.candidate.target();
        return new Considered(
                contender.candidate,
                place >= field.own,
                exclusions(place, target),
                Feature.of(field.rejected(place, uses, board.nowNanos)),
                board.prices[place],
                paces.pace(target, board.nowNanos),
                board.seconds[place],
                contender.quality,
                contender.qualitySource,
                contest.objective == null ? Double.NaN : board.scores[place],
                rank(place));
    }

    private Set<Exclusion> exclusions(int place, Target target) {
        Set<Exclusion> exclusions = EnumSet.noneOf(Exclusion.class);
        for (Exclusion exclusion : Exclusion.values()) {
            if ((board.excluded[place] & exclusion.bit()) != 0) {
                exclusions.add(exclusion);
            }
        }
        if (!availability.available(target, board.nowNanos)) {
            exclusions.add(Exclusion.UNAVAILABLE);
        }
        return exclusions;
    }

    private int rank(int place) {
        for (int i = 0; i < board.placed; i++) {
            if (board.order[i] == place) {
                return i + 1;
            }
        }
        return 0;
    }
}
