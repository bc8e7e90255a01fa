package io.penstock.resilience;

import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import io.penstock.routing.Rule;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is asked next for one call: which target, with which key, now, later or not at all. One per call, owned
 * by one event loop, not thread-safe. It keeps one small entry per request sent, at most {@link Rule#attemptsMax}.
 *
 * <p>Of those who may be asked, providers that have not failed this call come before those that have, the one that
 * failed last comes last. Between equals, models that were late several times in a row go back, and then the plan's
 * order decides.
 */
public final class Pursuit {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Plan plan;
    private final Cells cells;
    private final RandomGenerator random;
    private final boolean stream;
    private final boolean repeatable;
    private final long timeNanos;
    private final int epoch;
    private final Trail trail = new Trail();
    private final Selection selection;
    private long deadlineNanos;
    private boolean finished;

    /** What to do next. */
    public sealed interface Move {

        /**
         * Send the request.
         *
         * @param candidate to this target
         * @param key with this key of the provider, from 0
         * @param permit goes back through {@link Pursuit#failed}, {@link Pursuit#succeeded} or {@link Pursuit#abandoned}
         */
        record Ask(Candidate candidate, int key, Permit permit) implements Move {}

        /**
         * Come again.
         *
         * @param nanos after this time; more than 0
         */
        record Wait(long nanos) implements Move {}

        /**
         * Tell the caller that it failed.
         *
         * @param reason why nobody else is asked
         * @param retryAfterMillis when it may be worth trying again, from now; -1: not known
         */
        record GiveUp(Reason reason, long retryAfterMillis) implements Move {}
    }

    /** Why a call is given up. */
    public enum Reason {
        /** As many requests were sent as the rule allows. */
        ATTEMPTS,
        /** Its time is over, or would be before anything more can be done. */
        DEADLINE,
        /** The last failure is the answer: nobody else would do better, or nobody else may be asked. */
        FINAL,
        /** Nobody can be asked (open breakers, benches) and waiting does not fit in the deadline. */
        UNAVAILABLE
    }

    /**
     * @param plan who may be asked
     * @param cells shared by all calls
     * @param random of the event loop
     * @param stream which of the rule's deadlines holds
     * @param repeatable false: a provider that may have run the request is the last one asked
     * @param startNanos when the request had arrived whole
     */
    public Pursuit(
            Plan plan, Cells cells, RandomGenerator random, boolean stream, boolean repeatable, long startNanos) {
        this.plan = plan;
        this.cells = cells;
        epoch = cells.epoch();
        selection = new Selection(plan.candidates(), cells, trail);
        this.random = random;
        this.stream = stream;
        this.repeatable = repeatable;
        Rule rule = plan.rule();
        timeNanos = NANOS_PER_MILLI * (stream ? rule.streamMillis() : rule.answerMillis());
        deadlineNanos = startNanos + timeNanos;
    }

    /**
     * The first move, and the one after each failure or wait. A target that is being asked is not asked a second time;
     * a {@link Move.GiveUp} is about further requests and does not end those that run.
     */
    public Move next(long nowNanos) {
        return next(nowNanos, Pursuit::isAnybody);
    }

    /** The same; among those equally possible, preferred ones come first. */
    public Move next(long nowNanos, Predicate<Candidate> preferred) {
        if (finished) {
            return new Move.GiveUp(Reason.FINAL, -1);
        }
        if (attempts() >= plan.rule().attemptsMax()) {
            return new Move.GiveUp(Reason.ATTEMPTS, -1);
        }
        if (deadlineNanos - nowNanos <= 0) {
            return new Move.GiveUp(Reason.DEADLINE, -1);
        }
        Move.Ask ask = choose(nowNanos, preferred, false);
        return ask != null ? ask : nobodyNow(nowNanos);
    }

    /** What a call that has asked nobody yet would be given up with; null: it would ask somebody, or wait. Takes nothing. */
    public Move.@Nullable GiveUp hopeless(long nowNanos) {
        return selection.best(nowNanos, Pursuit::isAnybody, false) == null
                ? new Outlook(plan.candidates(), cells, trail, nowNanos).hopeless(deadlineNanos - nowNanos)
                : null;
    }

    /**
     * Charges the permit and the cells, and remembers it for {@link #next}. Nothing happens if that request was over
     * already.
     */
    public void failed(Move.Ask ask, Verdict verdict, long nowNanos) {
        if (!trail.failed(ask, verdict, random, nowNanos)) {
            return;
        }
        if (verdict instanceof Verdict.ProviderFault fault && fault.fault() != Fault.BUSY) {
            ask.permit().failed(fault.fault(), nowNanos);
        } else {
            ask.permit().ignored(nowNanos);
        }
        cells.charge(ask.candidate().target(), ask.key(), verdict, epoch, nowNanos);
        finished |= isFinal(verdict);
    }

    /** The first token, or the whole answer, is here. It may still fail: an answer that breaks off. */
    public void succeeded(Move.Ask ask, long nowNanos) {
        trail.answering(ask);
        ask.permit().succeeded(nowNanos);
        cells.succeeded(ask.candidate().target(), ask.key(), epoch);
    }

    /**
     * Another request's first token was faster, {@link #succeeded} has been told so, and this one is cancelled. Nobody
     * is charged, unless it is a stream and a request sent later to another provider has overtaken it. If not even its
     * head has come, that is a timeout of its provider: otherwise one that accepts everything and answers nothing would
     * be hedged against for ever. If the head has come, its model goes behind others when that happens several times in
     * a row.
     *
     * @param headSeen whether its answer's head has come
     */
    public void overtaken(Move.Ask ask, boolean headSeen, long nowNanos) {
        boolean late = trail.isOvertaken(ask);
        if (stream && late && !headSeen) {
            failed(ask, new Verdict.ProviderFault(Fault.TIMEOUT), nowNanos);
            return;
        }
        abandoned(ask, nowNanos);
        if (late) {
            cells.overtaken(ask.candidate().target(), epoch, nowNanos);
        }
    }

    /** The caller is gone: nobody is charged. */
    public void abandoned(Move.Ask ask, long nowNanos) {
        trail.abandoned(ask);
        ask.permit().ignored(nowNanos);
    }

    /**
     * One to ask beside those still running: another provider if there is one, else another target. Null: there is
     * none, the attempts or the time are spent, or the request is not repeatable.
     */
    public Move.@Nullable Ask beside(long nowNanos) {
        boolean over = finished || attempts() >= plan.rule().attemptsMax() || deadlineNanos - nowNanos <= 0;
        return over || !repeatable ? null : choose(nowNanos, Pursuit::isAnybody, true);
    }

    /**
     * The same target with the same key, asked in another way after it refused the first. Null: the attempts or the time are
     * spent, or its breaker has opened.
     */
    public Move.@Nullable Ask again(Move.Ask ask, long nowNanos) {
        if (finished || attempts() >= plan.rule().attemptsMax() || deadlineNanos - nowNanos <= 0) {
            return null;
        }
        Permit permit = cells.breaker(ask.candidate().target().provider()).acquire(nowNanos);
        return permit == null ? null : begin(ask.candidate(), ask.key(), permit, nowNanos);
    }

    /** Requests sent so far. */
    public int attempts() {
        return trail.asked();
    }

    /** When this call's time is over. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** An answer broke off and is continued elsewhere: the time is given anew, the attempts are not. */
    public void renewDeadline(long nowNanos) {
        deadlineNanos = nowNanos + timeNanos;
    }

    private boolean isFinal(Verdict verdict) {
        return switch (verdict) {
            case Verdict.CallersFault _ -> true;
            case Verdict.Filtered _ -> !repeatable || !plan.rule().rerouteFiltered();
            case Verdict.Diverged _ -> !repeatable;
            case Verdict.ProviderFault fault -> !repeatable && mayHaveRun(fault.fault());
            case Verdict.RateLimited _,
                    Verdict.QuotaGone _,
                    Verdict.BadKey _,
                    Verdict.NotPermitted _,
                    Verdict.ModelGone _,
                    Verdict.TooLong _,
                    Verdict.Incompatible _ -> false;
        };
    }

    private static boolean mayHaveRun(Fault fault) {
        return switch (fault) {
            case UNREACHABLE, BUSY, OVERLOADED -> false;
            case RESET, TIMEOUT, SERVER_ERROR, CUT, STALLED, GARBLED, REPORTED -> true;
        };
    }

    private Move.@Nullable Ask choose(long nowNanos, Predicate<Candidate> preferred, boolean beside) {
        // Between a breaker's saying yes and its permit another event loop may take the one probe: look again.
        for (int looks = 0; looks <= plan.candidates().size(); looks++) {
            Candidate best = selection.best(nowNanos, preferred, beside);
            if (best == null) {
                return null;
            }
            Permit permit = cells.breaker(best.target().provider()).acquire(nowNanos);
            if (permit != null) {
                return begin(best, selection.key(best.target(), nowNanos), permit, nowNanos);
            }
        }
        return null;
    }

    private static boolean isAnybody(Candidate candidate) {
        return true;
    }

    private Move.Ask begin(Candidate candidate, int key, Permit permit, long nowNanos) {
        cells.asked(candidate.target(), permit, epoch, nowNanos);
        Move.Ask ask = new Move.Ask(candidate, key, permit);
        trail.began(ask);
        return ask;
    }

    private Move nobodyNow(long nowNanos) {
        Outlook outlook = new Outlook(plan.candidates(), cells, trail, nowNanos);
        long leftNanos = deadlineNanos - nowNanos;
        Move.GiveUp hopeless = outlook.hopeless(leftNanos);
        if (hopeless != null) {
            return hopeless;
        }
        if (outlook.waitNanos() < leftNanos) {
            return new Move.Wait(outlook.waitNanos(leftNanos, random));
        }
        Move.Ask trial = trial(outlook, nowNanos);
        Move.Ask ask = trial == null ? lastResort(outlook, nowNanos) : trial;
        return ask != null ? ask : outlook.giveUp();
    }

    private Move.@Nullable Ask trial(Outlook outlook, long nowNanos) {
        Candidate candidate = outlook.trial();
        Permit permit = candidate == null
                ? null
                : cells.breaker(candidate.target().provider()).acquire(nowNanos);
        if (candidate == null || permit == null) {
            return null;
        }
        if (!cells.takeTrial(candidate.target(), outlook.trialKey(), nowNanos)) {
            permit.ignored(nowNanos);
            return null;
        }
        return begin(candidate, outlook.trialKey(), permit, nowNanos);
    }

    private Move.@Nullable Ask lastResort(Outlook outlook, long nowNanos) {
        Candidate candidate = outlook.lastResort();
        if (candidate == null) {
            return null;
        }
        Permit permit = cells.breaker(candidate.target().provider()).acquireLastResort(nowNanos);
        return permit == null ? null : begin(candidate, selection.key(candidate.target(), nowNanos), permit, nowNanos);
    }
}
