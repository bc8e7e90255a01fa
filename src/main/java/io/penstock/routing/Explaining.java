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

    /** @param absent whom a key alone keeps out */
    Explanation explain(Needs needs, @Nullable Target kept, Resolution resolution, List<Considered> absent) {
        List<Considered> considered = new ArrayList<>();
        for (int place = 0; place < field.contenders.length; place++) {
            considered.add(considered(place, needs.uses()));
        }
        considered.sort(Comparator.comparingInt((Considered one) -> one.rank() == 0 ? Integer.MAX_VALUE : one.rank())
                .thenComparingInt(one -> one.exclusions().size())
                .thenComparing(Comparator.comparingDouble(Considered::score).reversed()));
        considered.addAll(absent);
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

    /** Those of a field of which nobody has a key; how they would compare with the others is not known. */
    List<Considered> absent(int uses) {
        List<Considered> absent = new ArrayList<>();
        for (int place = 0; place < field.contenders.length; place++) {
            Set<Exclusion> exclusions = EnumSet.of(Exclusion.NO_KEY);
            exclusions.addAll(screened(place));
            absent.add(considered(place, uses, exclusions, Double.NaN));
        }
        return absent;
    }

    private Considered considered(int place, int uses) {
        double score = contest.objective == null ? Double.NaN : board.scores[place];
        return considered(place, uses, exclusions(place), score);
    }

    private Considered considered(int place, int uses, Set<Exclusion> exclusions, double score) {
        Contender contender = field.contenders[place];
        Target target = contender.candidate.target();
        return new Considered(
                contender.candidate,
                place >= field.own,
                exclusions,
                Feature.of(field.rejected(place, uses, board.nowNanos)),
                board.prices[place],
                paces.pace(target, board.nowNanos),
                board.seconds[place],
                contender.quality,
                contender.qualitySource,
                score,
                rank(place));
    }

    private Set<Exclusion> exclusions(int place) {
        Set<Exclusion> exclusions = screened(place);
        if (!availability.available(field.contenders[place].candidate.target(), board.nowNanos)) {
            exclusions.add(Exclusion.UNAVAILABLE);
        }
        return exclusions;
    }

    private Set<Exclusion> screened(int place) {
        Set<Exclusion> exclusions = EnumSet.noneOf(Exclusion.class);
        for (Exclusion exclusion : Exclusion.values()) {
            if ((board.excluded[place] & exclusion.bit()) != 0) {
                exclusions.add(exclusion);
            }
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
