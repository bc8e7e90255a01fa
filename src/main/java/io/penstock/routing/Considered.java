package io.penstock.routing;

import java.util.Set;

/**
 * One candidate as a choice saw it.
 *
 * @param candidate who
 * @param fallback whether it only follows the chosen ones
 * @param exclusions all that keep it from being asked, not only the first; empty: nothing does
 * @param rejects what of the request's features it is known to reject, alone or together
 * @param priceUsd what this request is expected to cost, in US dollars; no number where no price is known
 * @param pace how fast it was lately
 * @param seconds what its answer is expected to take; no number where nothing is known
 * @param quality 1 to 100
 * @param qualitySource where that comes from
 * @param score what it was ranked by, the higher the better; no number where nothing was ranked
 * @param rank its place in the plan from 1; 0: it is not in it
 */
public record Considered(
        Candidate candidate,
        boolean fallback,
        Set<Exclusion> exclusions,
        Set<Feature> rejects,
        double priceUsd,
        Pace pace,
        double seconds,
        double quality,
        QualitySource qualitySource,
        double score,
        int rank) {

    /** Where a quality comes from. */
    public enum QualitySource {
        /** The catalog of models says it. */
        CATALOG,
        /** It is estimated from the price of output. */
        PRICE,
        /** Nobody says anything; it counts as little. */
        UNKNOWN
    }
}
