package io.penstock.routing;

/**
 * How far a call goes when a provider fails.
 *
 * @param attemptsMax upstream requests, retries, fallbacks, hedges and rescues together
 * @param streamMillis from the whole request's arrival to its first token, over all attempts
 * @param answerMillis from the whole request's arrival to its whole answer where it is no stream, over all attempts
 * @param hedgeStreamMillis silence before the first token after which the next target is asked beside the first; 0 is never
 * @param hedgeAnswerMillis the same for a call that is no stream; 0 is never
 * @param rescue whether an answer that breaks off is continued elsewhere
 * @param rerouteFiltered whether a content filter's refusal moves on to the next target
 */
public record Rule(
        int attemptsMax,
        long streamMillis,
        long answerMillis,
        long hedgeStreamMillis,
        long hedgeAnswerMillis,
        boolean rescue,
        boolean rerouteFiltered) {}
