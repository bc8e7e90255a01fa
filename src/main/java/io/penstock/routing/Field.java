package io.penstock.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All who take part in a {@link Contest}, as arrays with one place for each. Owned by one {@link Router}. */
final class Field {
    private static final int CAPABILITIES = Exclusion.NO_TOOLS.bit()
            | Exclusion.NO_VISION.bit()
            | Exclusion.NO_AUDIO.bit()
            | Exclusion.NO_JSON_SCHEMA.bit()
            | Exclusion.CONTEXT_TOO_SMALL.bit()
            | Exclusion.OUTPUT_TOO_SMALL.bit();
    private static final List<Hint> NO_HINTS = List.of();

    /** Those to choose among stand first, in the configured order. */
    final Contender[] contenders;
    /** How many can be chosen; the rest are fallbacks and nothing else. */
    final int own;
    /** The place of the provider of each among those who take part. */
    final int[] provider;
    /** The places of those to choose among, one line for each provider. */
    final int[][] teams;
    /** The places of the fallbacks, in their order. */
    final int[] fallbacks;
    /** The places of those asked first. */
    final int[] pins;
    /** The places of those who have a share; one line for each share. */
    final int[][] shares;
    /** What the rule says of each, as bits of {@link Exclusion}s. */
    final int[] ruled;
    /** Which exclusions are looked for, as bits. */
    final int[] heeded;

    final Figures figures;

    private final Paces paces;
    private final Compatibility compatibility;
    private final List<List<Hint>> hints = new ArrayList<>();
    private Map<String, List<Hint>> known = Map.of();
    private final PaceCell[] cells;
    /** Whether paces are kept of those who take part; a name alone, which anybody may invent, is no reason to. */
    private final boolean compared;

    private int era = -1;

    Field(Contest contest, Paces paces, Compatibility compatibility) {
        this(
                contest,
                Offerings.with(contest.lineup.own(), contest.catalog.preferred(contest.choice)),
                contest.lineup.fallbacks(),
                paces,
                compatibility,
                contest.settled == null);
    }

    /** Those that a key alone keeps out. */
    static Field absent(Contest contest, Paces paces, Compatibility compatibility) {
        Absent absent = new Absent(contest);
        return new Field(contest, absent.own(), absent.fallbacks(), paces, compatibility, false);
    }

    private Field(
            Contest contest,
            List<Candidate> chosen,
            List<Candidate> followers,
            Paces paces,
            Compatibility compatibility,
            boolean comparing) {
        this.compatibility = compatibility;
        this.paces = paces;
        Catalog catalog = contest.catalog;
        List<Candidate> everyone = Offerings.with(chosen, followers);
        own = chosen.size();
        contenders = everyone.stream().map(catalog.offerings()::contender).toArray(Contender[]::new);
        List<String> providers =
                everyone.stream().map(one -> one.target().provider()).distinct().toList();
        provider = everyone.stream()
                .mapToInt(one -> providers.indexOf(one.target().provider()))
                .toArray();
        teams = IntStream.range(0, providers.size()).mapToObj(this::team).toArray(int[][]::new);
        fallbacks = places(followers);
        pins = places(contest.choice.pins().stream()
                .flatMap(pin -> catalog.offerings().usable(pin).stream())
                .toList());
        shares = contest.choice.split().stream()
                .map(share -> places(catalog.offerings().usable(share.to())))
                .toArray(int[][]::new);
        ruled = new int[contenders.length];
        heeded = new int[contenders.length];
        for (int i = 0; i < contenders.length; i++) {
            ruled[i] = ruled(contest.choice, contenders[i]);
            heeded[i] = heeded(contest, i);
        }
        cells = new PaceCell[contenders.length];
        figures = new Figures(contenders);
        compared = comparing && own > 1;
    }

    private int[] team(int of) {
        return IntStream.range(0, own).filter(place -> provider[place] == of).toArray();
    }

    private int[] places(List<Candidate> candidates) {
        List<Integer> places = new ArrayList<>();
        for (Candidate candidate : candidates) {
            int place = place(candidate.target(), contenders.length);
            if (place >= 0 && !places.contains(place)) {
                places.add(place);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Where it stands among the first so many; -1: not there. */
    int place(Target target, int among) {
        for (int i = 0; i < among; i++) {
            if (Offerings.same(contenders[i].candidate.target(), target)) {
                return i;
            }
        }
        return -1;
    }

    private static int ruled(Choice choice, Contender contender) {
        int bits = 0;
        for (NamePattern pattern : choice.excluded()) {
            boolean out = pattern.matches(contender.full)
                    || pattern.matches(contender.candidate.target().model());
            bits |= out ? Exclusion.EXCLUDED.bit() : 0;
        }
        return contender.quality < choice.qualityMin() ? bits | Exclusion.QUALITY_TOO_LOW.bit() : bits;
    }

    /** The only one that serves a named model says itself, and better, what it cannot do. */
    private int heeded(Contest contest, int place) {
        boolean choosing = contest.settled == null;
        boolean several = choosing && (contest.auto || own > 1 || place >= own);
        int always = Exclusion.NOT_ALLOWED.bit() | Exclusion.REGION.bit();
        boolean elsewhere = choosing && contenders.length > 1;
        return always
                | (several ? CAPABILITIES : 0)
                | (elsewhere ? Exclusion.INCOMPATIBLE.bit() : 0)
                | (contest.auto && place < own ? Exclusion.ENDED.bit() : 0);
    }

    /** Looks for the paces, where some were forgotten since, and for what was learned since. */
    @SuppressWarnings("ReferenceEquality")
    void refresh(long nowNanos) {
        Map<String, List<Hint>> learned = compatibility.hints();
        if (learned != known) {
            hints.clear();
            for (int i = 0; i < contenders.length && !learned.isEmpty(); i++) {
                hints.add(learned.getOrDefault(contenders[i].full, NO_HINTS));
            }
            known = learned;
        }
        int now = paces.era();
        if (era != now || !compared) {
            for (int i = 0; i < cells.length; i++) {
                Target target = contenders[i].candidate.target();
                cells[i] = compared ? paces.cell(target, nowNanos) : paces.known(target);
            }
            era = now;
        }
    }

    PaceCell cell(int place) {
        return cells[place];
    }

    /** Whether anything is known of what anybody rejects. */
    boolean learned() {
        return !hints.isEmpty();
    }

    /** Whether it is known to reject a request with these features. */
    boolean bars(int place, int uses, long nowNanos) {
        if (hints.isEmpty()) {
            return false;
        }
        List<Hint> of = hints.get(place);
        for (int i = 0; i < of.size(); i++) {
            if (of.get(i).bars(uses, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Which of these features it is known to reject, alone or together, as bits. */
    int rejected(int place, int uses, long nowNanos) {
        int rejected = 0;
        List<Hint> of = hints.isEmpty() ? NO_HINTS : hints.get(place);
        for (int i = 0; i < of.size(); i++) {
            rejected |= of.get(i).bars(uses, nowNanos) ? of.get(i).uses() : 0;
        }
        return rejected;
    }
}
