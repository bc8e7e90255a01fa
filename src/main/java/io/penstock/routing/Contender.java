package io.penstock.routing;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with all that decides whether it is chosen, in the form in which it is compared. Immutable.
 */
final class Contender {
    /** Of a model of whose quality and price nobody says anything. */
    static final double QUALITY_UNKNOWN = 30;

    private static final long NEVER = Long.MAX_VALUE;

    final Candidate candidate;
    /** As in {@code provider/model}. */
    final String full;
    /** Where its provider keeps data; empty: nobody says. */
    final String region;
    /** Its window in tokens; 0: not known. */
    final long window;
    /** Its longest answer in tokens; 0: not known. */
    final int longest;
    /** A bit for each {@link Exclusion} that a need for it brings about. */
    final int lacks;
    /** The last day on which it is served, counted from 1970. */
    final long lastDay;

    final Price price;
    /** 1 to 100. */
    final double quality;
    /** Where {@link #quality} comes from. */
    final Considered.QualitySource qualitySource;

    private Contender(
            Candidate candidate,
            String region,
            int lacks,
            long lastDay,
            Price price,
            double quality,
            Considered.QualitySource qualitySource) {
        this.candidate = candidate;
        this.full = full(candidate.target());
        this.region = region;
        this.window = candidate.traits().contextTokens();
        this.longest = candidate.traits().outputTokensMax();
        this.lacks = lacks;
        this.lastDay = lastDay;
        this.price = price;
        this.quality = quality;
        this.qualitySource = qualitySource;
    }

    static Contender of(Candidate candidate, String region, ModelCards cards) {
        Target target = candidate.target();
        ModelCard own = cards.at(target.provider(), target.model());
        // How good a model is does not depend on who serves it.
        ModelCard any = cards.like(target.provider(), target.model());
        Price price = own == null ? Price.UNKNOWN : new Price(own.prices());
        double estimate = Scale.quality(any == null ? Double.NaN : new Price(any.prices()).usualOutput());
        double quality = Double.isNaN(estimate) ? QUALITY_UNKNOWN : estimate;
        Considered.QualitySource source =
                Double.isNaN(estimate) ? Considered.QualitySource.UNKNOWN : Considered.QualitySource.PRICE;
        if (any != null && any.quality() > 0) {
            quality = any.quality();
            source = Considered.QualitySource.CATALOG;
        }
        int lacks = own == null ? 0 : lacks(own.capabilities());
        long lastDay = lastDay(cards, target, own == null ? null : own.shutdown());
        return new Contender(candidate, region, lacks, lastDay, price, quality, source);
    }

    /** As in {@code provider/model}. */
    static String full(Target target) {
        return target.provider() + '/' + target.model();
    }

    private static long lastDay(ModelCards cards, Target target, @Nullable LocalDate shutdown) {
        if (cards.ended(target.provider(), target.model()) != null) {
            return -1;
        }
        return shutdown == null ? NEVER : shutdown.toEpochDay();
    }

    /** Nothing where the card tells of no capability: then nobody has said anything. */
    private static int lacks(Set<Capability> capabilities) {
        return capabilities.isEmpty()
                ? 0
                : lack(capabilities, Capability.TOOLS, Exclusion.NO_TOOLS)
                        | lack(capabilities, Capability.VISION, Exclusion.NO_VISION)
                        | lack(capabilities, Capability.AUDIO, Exclusion.NO_AUDIO)
                        | lack(capabilities, Capability.JSON_SCHEMA, Exclusion.NO_JSON_SCHEMA);
    }

    private static int lack(Set<Capability> capabilities, Capability capability, Exclusion exclusion) {
        return capabilities.contains(capability) ? 0 : exclusion.bit();
    }
}
