package io.penstock.resilience;

import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides who is asked next for one call. One per call, owned by one event loop. Not thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class Pursuit {

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
     * @param startNanos the call's arrival
     */
    public Pursuit(
            Plan plan, Cells cells, RandomGenerator random, boolean stream, boolean repeatable, long startNanos) {}

    /** The first move, and the one after each failure or wait. */
    public Move next(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The same; among those equally possible, preferred ones come first. */
    public Move next(long nowNanos, Predicate<Candidate> preferred) {
        throw new UnsupportedOperationException();
    }

    /** Charges the permit and the cells, and remembers it for {@link #next}. */
    public void failed(Move.Ask ask, Verdict verdict, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The first token, or the whole answer, is here. */
    public void succeeded(Move.Ask ask, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The caller is gone, or another ask was faster: nobody is charged. */
    public void abandoned(Move.Ask ask, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * One to ask beside those still running: another provider if there is one, else another target. Null: there is none,
     * the attempts are spent, or the request is not repeatable.
     */
    public Move.@Nullable Ask beside(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Requests sent so far. */
    public int attempts() {
        throw new UnsupportedOperationException();
    }

    /** When this call's time is over. */
    public long deadlineNanos() {
        throw new UnsupportedOperationException();
    }

    /** An answer broke off and is continued elsewhere: the time is given anew, the attempts are not. */
    public void renewDeadline(long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
