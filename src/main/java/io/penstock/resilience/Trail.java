package io.penstock.resilience;

import io.penstock.routing.Candidate;
import io.penstock.routing.Target;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one call has asked so far and what came of it, the latest first; says whom that bars, and whom it puts behind
 * others. Owned by one {@link Pursuit}.
 */
final class Trail {

    /** One request sent. */
    private static final class Step {
        final Pursuit.Move.Ask ask;
        final @Nullable Step earlier;
        boolean running = true;
        boolean answering;
        boolean over;

        @Nullable
        Verdict verdict;

        long againAtNanos;

        Step(Pursuit.Move.Ask ask, @Nullable Step earlier) {
            this.ask = ask;
            this.earlier = earlier;
        }

        Target target() {
            return ask.candidate().target();
        }

        boolean isFault() {
            return verdict instanceof Verdict.ProviderFault;
        }

        boolean sameProvider(Target target) {
            return target.provider().equals(target().provider());
        }

        boolean sameTarget(Target target) {
            return sameProvider(target) && target.model().equals(target().model());
        }
    }

    private @Nullable Step latest;
    private @Nullable Step lastFault;
    private int asked;

    int asked() {
        return asked;
    }

    void began(Pursuit.Move.Ask ask) {
        latest = new Step(ask, latest);
        asked++;
    }

    /** It has begun to answer: nobody waits beside it any more, but it may still break off. */
    void answering(Pursuit.Move.Ask ask) {
        Step step = step(ask);
        step.running = false;
        step.answering = true;
    }

    void abandoned(Pursuit.Move.Ask ask) {
        Step step = step(ask);
        step.running = false;
        step.over = true;
    }

    /**
     * Remembers a failure.
     *
     * @return false: that request was over already
     */
    boolean failed(Pursuit.Move.Ask ask, Verdict verdict, RandomGenerator random, long nowNanos) {
        Step step = step(ask);
        if (step.over) {
            return false;
        }
        step.running = false;
        step.over = true;
        step.verdict = verdict;
        if (verdict instanceof Verdict.ProviderFault fault) {
            long backoff = Backoff.STANDARD.nanos(faultsOf(step.target()) - 1, random);
            lastFault = step;
            step.againAtNanos = nowNanos + Math.max(backoff, Cells.saturatedNanos(fault.retryAfterMillis()));
        }
        return true;
    }

    /** Whether this candidate can do no better than before, whatever the key. */
    boolean bars(Candidate candidate) {
        for (Step step = latest; step != null; step = step.earlier) {
            boolean barred = step.verdict == null
                    ? step.running && step.sameTarget(candidate.target())
                    : bars(step.verdict, step, candidate);
            if (barred) {
                return true;
            }
        }
        return false;
    }

    private static boolean bars(Verdict verdict, Step step, Candidate candidate) {
        return switch (verdict) {
            case Verdict.ModelGone _, Verdict.Incompatible _, Verdict.Filtered _, Verdict.Diverged _ ->
                step.sameTarget(candidate.target());
            case Verdict.TooLong _ -> !isLarger(candidate, step.ask.candidate());
            case Verdict.CallersFault _ -> true;
            case Verdict.ProviderFault _,
                    Verdict.RateLimited _,
                    Verdict.QuotaGone _,
                    Verdict.BadKey _,
                    Verdict.NotPermitted _ -> false;
        };
    }

    // Of a model that does not say its window another name is all that speaks for a larger one.
    private static boolean isLarger(Candidate candidate, Candidate tooSmall) {
        long window = candidate.traits().contextTokens();
        long before = tooSmall.traits().contextTokens();
        return before > 0
                ? window > before
                : window > 0
                        && !candidate.target().model().equals(tooSmall.target().model());
    }

    /** Whether this key has proved to be of no use for this target. */
    boolean bars(Target target, int key) {
        for (Step step = latest; step != null; step = step.earlier) {
            Verdict verdict = step.verdict;
            if (verdict == null || step.ask.key() != key || !step.sameProvider(target)) {
                continue;
            }
            if (verdict.cell() == Verdict.Cell.KEY
                    || verdict instanceof Verdict.NotPermitted && step.sameTarget(target)) {
                return true;
            }
        }
        return false;
    }

    /** How long a target that has failed is still left alone by this call; 0: no longer. */
    long restNanos(Target target, long nowNanos) {
        for (Step step = latest; step != null; step = step.earlier) {
            if (step.isFault() && step.sameTarget(target)) {
                return Math.max(0, step.againAtNanos - nowNanos);
            }
        }
        return 0;
    }

    /**
     * How far behind others a target stands: 0 if its provider has not failed; more with each failure; most where the
     * provider is the one that failed last.
     */
    int rank(Target target) {
        if (lastFault == null) {
            return 0;
        }
        int rank = lastFault.sameProvider(target) ? 1_000 : 0;
        for (Step step = latest; step != null; step = step.earlier) {
            if (step.isFault() && step.sameProvider(target)) {
                rank += step.sameTarget(target) ? 11 : 10;
            }
        }
        return rank;
    }

    /** Whether a request to that provider runs that has not begun to answer. */
    boolean isRunning(String provider) {
        for (Step step = latest; step != null; step = step.earlier) {
            if (step.running && provider.equals(step.target().provider())) {
                return true;
            }
        }
        return false;
    }

    /** Whether another provider's answer has begun to a request that was sent after this one. */
    boolean isOvertaken(Pursuit.Move.Ask ask) {
        Target target = ask.candidate().target();
        for (Step step = latest; step != null && !step.ask.equals(ask); step = step.earlier) {
            if (step.answering && !step.sameProvider(target)) {
                return true;
            }
        }
        return false;
    }

    private int faultsOf(Target target) {
        int faults = 0;
        for (Step step = latest; step != null; step = step.earlier) {
            faults += step.isFault() && step.sameTarget(target) ? 1 : 0;
        }
        return faults;
    }

    private Step step(Pursuit.Move.Ask ask) {
        for (Step step = latest; step != null; step = step.earlier) {
            if (step.ask.equals(ask)) {
                return step;
            }
        }
        throw new IllegalArgumentException("this call has sent no such request");
    }
}
