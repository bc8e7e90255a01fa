package io.penstock.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Decides who serves a call. Owned by one event loop; what it learns from is shared by all. It waits for nothing, and
 * allocates nothing but the plan once it has seen a name, as long as nobody is known to reject what requests use.
 */
public final class Router {
    private final Paces paces;
    private final Availability availability;
    private final Compatibility compatibility;
    private final Affinity affinity;
    private final LongSupplier today;
    private final Contests contests = new Contests();
    private final Board board = new Board();
    private final Scoring scoring = new Scoring();
    private final Placing placing;

    /**
     * @param paces shared by all routers
     * @param availability of the moment
     * @param compatibility what experience shows
     * @param affinity shared by all routers
     * @param random the event loop's
     * @param today the day (UTC) for prices and ends, counted from 1970
     */
    public Router(
            Paces paces,
            Availability availability,
            Compatibility compatibility,
            Affinity affinity,
            RandomGenerator random,
            LongSupplier today) {
        this.paces = paces;
        this.availability = availability;
        this.compatibility = compatibility;
        this.affinity = affinity;
        this.today = today;
        placing = new Placing(availability, affinity, random);
    }

    /** One that knows neither failures nor days, and shares nothing. */
    public Router() {
        this(new Paces(), Availability.ALWAYS, Compatibility.OPEN, new Affinity(), new SplittableRandom(1), () -> 0);
    }

    /** Who serves this call, in which order. */
    public Resolution resolve(Catalog catalog, Inquiry inquiry, long nowNanos) {
        if (inquiry.model().length() > Catalog.MODEL_NAME_CHARS_MAX) {
            return new Resolution.Unknown(List.of());
        }
        Contest contest = contests.of(catalog, inquiry);
        Resolution settled = contest.settled;
        if (settled != null && (contest.lineup.empty() || !Screen.restricts(inquiry.scope()))) {
            return behind(settled, inquiry, nowNanos);
        }
        return decide(contest, inquiry, nowNanos, false);
    }

    /** In the configured order; but who is known to reject what the request uses comes last. */
    private Resolution behind(Resolution settled, Inquiry inquiry, long nowNanos) {
        Map<String, List<Hint>> hints = compatibility.hints();
        if (hints.isEmpty()
                || !(settled instanceof Resolution.Served(Plan plan))
                || plan.candidates().size() == 1) {
            return settled;
        }
        List<Candidate> first = new ArrayList<>();
        List<Candidate> last = new ArrayList<>();
        for (Candidate candidate : plan.candidates()) {
            List<Hint> of = hints.getOrDefault(Contender.full(candidate.target()), List.of());
            boolean bars =
                    of.stream().anyMatch(hint -> hint.bars(inquiry.needs().uses(), nowNanos));
            (bars ? last : first).add(candidate);
        }
        if (first.isEmpty() || last.isEmpty()) {
            return settled;
        }
        first.addAll(last);
        return new Resolution.Served(
                new Plan(List.copyOf(first), plan.rule(), plan.level(), plan.dearest(), plan.affinity()));
    }

    /**
     * Why a call would go where it goes at this moment; nothing is sent and nothing is remembered of it. Equal candidates
     * may change places from one time to the next.
     */
    public Explanation explain(Catalog catalog, Inquiry inquiry, long nowNanos) {
        Contest contest = contests.of(catalog, inquiry);
        Resolution decided = decide(contest, inquiry, nowNanos, true);
        Resolution settled = contest.settled;
        Resolution resolution = settled != null && contest.lineup.empty() ? settled : decided;
        long key = key(contest, inquiry);
        Target kept = key == 0 ? null : affinity.peek(key, nowNanos);
        return new Explaining(contest, contest.field(paces, compatibility, nowNanos), board, paces, availability)
                .explain(inquiry.needs(), kept, resolution, absent(contest, inquiry, nowNanos));
    }

    private List<Considered> absent(Contest contest, Inquiry inquiry, long nowNanos) {
        Field field = Field.absent(contest, paces, compatibility);
        field.refresh(nowNanos);
        Board beside = new Board();
        look(contest, field, inquiry, beside, nowNanos, true);
        return new Explaining(contest, field, beside, paces, availability)
                .absent(inquiry.needs().uses());
    }

    private void look(Contest contest, Field field, Inquiry inquiry, Board on, long nowNanos, boolean whole) {
        on.clear(field.contenders.length);
        on.nowNanos = nowNanos;
        on.today = today.getAsLong();
        on.whole = whole;
        field.figures.turnTo(on.today);
        Screen.look(field, inquiry, on);
        scoring.score(field, contest.objective, inquiry.needs(), on);
    }

    private Resolution decide(Contest contest, Inquiry inquiry, long nowNanos, boolean whole) {
        Field field = contest.field(paces, compatibility, nowNanos);
        look(contest, field, inquiry, board, nowNanos, whole);
        boolean chosen = contest.settled == null;
        long key = key(contest, inquiry);
        if (chosen) {
            placing.place(contest, field, board, key);
        } else {
            placeInOrder(field, inquiry.needs().uses());
        }
        if (board.placed == 0) {
            return new Resolution.Excluded(contest.level, contest.choosing(), Screen.groups(field, board));
        }
        Candidate[] candidates = new Candidate[board.placed];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = field.contenders[board.order[i]].candidate;
        }
        boolean choice = chosen && board.eligible > 1;
        Target dearest = choice && board.dearest >= 0 ? field.contenders[board.dearest].candidate.target() : null;
        List<Candidate> plan = List.of(candidates);
        return new Resolution.Served(new Plan(plan, contest.rule, contest.level, dearest, choice ? key : 0));
    }

    /** Those known to reject what the request uses come last. */
    private void placeInOrder(Field field, int uses) {
        for (boolean barred : new boolean[] {false, true}) {
            for (int i = 0; i < field.contenders.length; i++) {
                if (board.states[i] == Board.FREE && field.bars(i, uses, board.nowNanos) == barred) {
                    board.place(i);
                }
            }
        }
    }

    private static long key(Contest contest, Inquiry inquiry) {
        return inquiry.prefix() == 0 || !contest.keeps() ? 0 : Affinity.mixed(inquiry.prefix(), contest.salt);
    }
}
