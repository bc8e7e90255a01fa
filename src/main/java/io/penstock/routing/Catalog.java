package io.penstock.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models this gateway serves and who serves them. Immutable: a change is a new catalog, and a call keeps the one it
 * began with. Where several providers offer an id, all that can be used serve it, the one offered first before the rest.
 */
public final class Catalog {
    /** Model names longer than this are unknown without being compared. */
    public static final int MODEL_NAME_CHARS_MAX = 200;

    /** Stands for whoever is chosen by {@link Inquiry#AUTO}. */
    public static final Target CHOICE = new Target("penstock", Inquiry.AUTO, Inquiry.AUTO);

    private static final int NEAREST_MAX = 3;
    /** Bounds what an unknown name costs: two spellings further apart are not alike. */
    private static final int TOLERATED_MAX = 16;

    private final Rulebook book;
    private final Offerings offerings;
    /** What each rule of the book falls back to, as far as it can be used. */
    private final List<List<Candidate>> fallbacks;
    /** What each rule of the book names to be chosen among, as far as it can be used. */
    private final List<List<Candidate>> named;

    private final Map<String, Resolution.Served> plans = new HashMap<>();
    private final Map<String, Target> served = new LinkedHashMap<>();

    public Catalog(List<Offer> offers, RoutingPolicy policy) {
        this(offers, new Rulebook(policy));
    }

    /** One book serves many catalogs. */
    public Catalog(List<Offer> offers, Rulebook book) {
        this.book = book;
        offerings = new Offerings(offers, book);
        fallbacks = book.rules().stream().map(rule -> usable(rule.fallbacks())).toList();
        named = book.rules().stream().map(this::named).toList();
        offerings.listed().forEach((id, own) -> {
            Plan plan = plan(lineup(id, null));
            plans.put(id, new Resolution.Served(plan));
            served.put(id, first(plan));
        });
        offerings.keyless().forEach(this::planWhatARuleServes);
        book.at(null).names().forEach(this::planWhatARuleServes);
    }

    private List<Candidate> usable(List<Fallback> fallbacks) {
        List<Candidate> usable = List.of();
        for (Fallback fallback : fallbacks) {
            usable = Offerings.with(usable, offerings.usable(fallback));
        }
        return usable;
    }

    private List<Candidate> named(ModelRule rule) {
        Choice choice = rule.choice();
        if (choice == null) {
            return List.of();
        }
        List<Candidate> named = usable(choice.among());
        for (Contender chat : offerings.chats()) {
            if (choice.matching().stream().anyMatch(pattern -> matches(pattern, chat))) {
                named = Offerings.with(named, List.of(chat.candidate));
            }
        }
        named = Offerings.with(named, usable(choice.pins()));
        return Offerings.with(
                named, usable(choice.split().stream().map(Choice.Share::to).toList()));
    }

    private static boolean matches(NamePattern pattern, Contender contender) {
        return pattern.matches(contender.full)
                || pattern.matches(contender.candidate.target().model());
    }

    /** A name that no usable provider lists, but which a rule leads on from. */
    private void planWhatARuleServes(String model) {
        if (plans.containsKey(model)) {
            return;
        }
        Lineup lineup = lineup(model, null);
        boolean ruled = lineup.reach() != Rulebook.NO_RULE || lineup.choice() != Rulebook.NO_RULE;
        if (ruled && !lineup.empty()) {
            Plan plan = plan(lineup);
            plans.put(model, new Resolution.Served(plan));
            if (offerings.named(model) == null) {
                served.put(model, first(plan));
            }
        }
    }

    private static Target first(Plan plan) {
        return plan.candidates().getFirst().target();
    }

    /**
     * Who serves this model name. Read in this order: an id a usable provider lists, a wildcard, {@code provider/model}
     * (which reaches models that no list names), an id whose provider has no key. The fallbacks of the rule that matches
     * follow; they serve it alone where its provider has no key, and where the rule spells a name that nobody offers. No
     * choice is made: that is a {@link Router}'s.
     */
    public Resolution resolve(String model) {
        if (model.length() > MODEL_NAME_CHARS_MAX) {
            return new Resolution.Unknown(List.of());
        }
        Resolution.Served planned = plans.get(model);
        return planned == null ? resolved(lineup(model, null)) : planned;
    }

    /** The same of what is at hand. */
    Resolution resolved(Lineup lineup) {
        return lineup.empty() ? nobody(lineup.asked()) : new Resolution.Served(plan(lineup));
    }

    private Plan plan(Lineup lineup) {
        return new Plan(Offerings.with(lineup.own(), lineup.fallbacks()), book.rule(lineup.reach()));
    }

    /** Empty where nobody serves it. */
    Lineup lineup(String model, @Nullable PowerLevel level) {
        List<Candidate> offering = offerings.offering(model);
        Offer provider = offerings.named(model);
        if (isAutoAtNoLevel(model)) {
            return new Lineup(model, model, List.of(), List.of(), Rulebook.NO_RULE, Rulebook.NO_RULE);
        }
        if (offering.isEmpty() && provider != null) {
            String bare = model.substring(provider.provider().length() + 1);
            return lineup(model, bare, offerings.at(provider, bare), level);
        }
        boolean known = !offering.isEmpty() || book.at(level).names(model) || offerings.withoutKey(model) != null;
        return known
                ? lineup(model, model, offering, level)
                : new Lineup(model, model, List.of(), List.of(), Rulebook.NO_RULE, Rulebook.NO_RULE);
    }

    private Lineup lineup(String asked, String bare, List<Candidate> offering, @Nullable PowerLevel level) {
        Rulebook.Chapter rules = book.at(level);
        int reach = rules.reach().ruleOf(asked, bare);
        int choice = rules.choices().ruleOf(asked, bare);
        boolean stands = offering.isEmpty()
                && choice != Rulebook.NO_RULE
                && rules.choices().names().contains(asked);
        List<Candidate> own = stands ? named.get(choice) : offering;
        return new Lineup(asked, bare, own, fallbacks(reach), reach, choice);
    }

    /** Who serves the name that leaves the choice to us. */
    Lineup auto(PowerLevel level) {
        Rulebook.Chapter rules = book.at(level);
        int reach = rules.reach().ruleOf(Inquiry.AUTO, Inquiry.AUTO);
        int choice = rules.choices().ruleOf(Inquiry.AUTO, Inquiry.AUTO);
        Choice said = choice(choice);
        List<Candidate> own = said != null && said.lists()
                ? named.get(choice)
                : offerings.chats().stream().map(chat -> chat.candidate).toList();
        return new Lineup(Inquiry.AUTO, Inquiry.AUTO, own, fallbacks(reach), reach, choice);
    }

    private List<Candidate> fallbacks(int rule) {
        return rule == Rulebook.NO_RULE ? List.of() : fallbacks.get(rule);
    }

    /** Those that a rule pins or gives a share. */
    List<Candidate> preferred(Choice choice) {
        List<Fallback> preferred = new ArrayList<>(choice.pins());
        choice.split().forEach(share -> preferred.add(share.to()));
        return usable(preferred);
    }

    @Nullable
    Choice choice(int rule) {
        return rule == Rulebook.NO_RULE ? null : book.rules().get(rule).choice();
    }

    Offerings offerings() {
        return offerings;
    }

    Rulebook book() {
        return book;
    }

    /** Whether this reaches a model that can be chosen: one with a card, at a provider that can be used. */
    public boolean chats(NamePattern pattern) {
        return offerings.chats().stream().anyMatch(chat -> matches(pattern, chat));
    }

    /** Whether this is the name of a model as it stands, whatever its end looks like. */
    boolean isName(String name) {
        return plans.containsKey(name) || offerings.lists(name) || book.at(null).names(name);
    }

    /** The level at the end of this name; {@code null} where it has none, or is an id as it stands. */
    @Nullable
    PowerLevel levelOf(String name) {
        int colon = name.lastIndexOf(':');
        return colon <= 0 || isName(name) ? null : PowerLevel.of(name.substring(colon + 1));
    }

    /** Whether this name leaves the choice of the model open. What is an id in another case is that id. */
    boolean isAuto(String name) {
        return name.equals(Inquiry.AUTO) || Inquiry.isAuto(name) && !isName(name);
    }

    /** Whether what stands behind {@code auto:} is no level, and the whole no id. */
    private boolean isAutoAtNoLevel(String name) {
        return Inquiry.isAutoWithEnding(name) && levelOf(name) == null && !isName(name);
    }

    /**
     * Who is asked first where a call has this name, an ending such as {@code :eco} included, as far as this allows.
     *
     * @return {@code null} where nobody is; {@link #CHOICE} where that is chosen for each call
     */
    public @Nullable Target reached(String name, Scope scope) {
        if (name.length() > MODEL_NAME_CHARS_MAX) {
            return null;
        }
        PowerLevel level = levelOf(name);
        String bare = level == null ? name : name.substring(0, name.lastIndexOf(':'));
        boolean auto = isAuto(bare);
        Lineup lineup = auto ? auto(level == null ? PowerLevel.BALANCED : level) : lineup(bare, level);
        for (Candidate candidate : Offerings.with(lineup.own(), lineup.fallbacks())) {
            if (Screen.outOfScope(scope, offerings.contender(candidate)) == 0) {
                return auto ? CHOICE : candidate.target();
            }
        }
        return null;
    }

    /** What there is to say to a name that nobody serves. */
    private Resolution nobody(String model) {
        Offer provider = offerings.named(model);
        String withoutKey = provider == null || provider.usable() ? offerings.withoutKey(model) : provider.provider();
        return withoutKey == null ? new Resolution.Unknown(nearest(model)) : new Resolution.Keyless(withoutKey);
    }

    /**
     * Every id a caller may use by name, with who is asked first: those of the offers in their order, then those that rules
     * spell out and serve. Neither wildcards nor {@code provider/model} are listed.
     */
    public Map<String, Target> served() {
        return Collections.unmodifiableMap(served);
    }

    /** As {@link #served()}, as far as this allows. */
    public Map<String, Target> served(Scope scope) {
        if (!Screen.restricts(scope)) {
            return served();
        }
        Map<String, Target> allowed = new LinkedHashMap<>();
        for (String id : served.keySet()) {
            Resolution.Served plan = plans.get(id);
            if (plan != null) {
                plan.plan().candidates().stream()
                        .filter(candidate -> Screen.outOfScope(scope, offerings.contender(candidate)) == 0)
                        .findFirst()
                        .ifPresent(candidate -> allowed.put(id, candidate.target()));
            }
        }
        return allowed;
    }

    /** Up to three served ids that look like this one, the likest first. */
    public List<String> nearest(String model) {
        if (model.length() > MODEL_NAME_CHARS_MAX) {
            return List.of();
        }
        int tolerated = Math.clamp(model.length() / 2, 3, TOLERATED_MAX);
        record Near(String id, int distance) {}
        List<Near> near = new ArrayList<>();
        for (String id : served.keySet()) {
            int distance = Spelling.distance(model, id, tolerated);
            if (distance <= tolerated) {
                near.add(new Near(id, distance));
                near.sort(Comparator.comparingInt(Near::distance));
            }
            if (near.size() > NEAREST_MAX) {
                near.removeLast();
            }
            if (near.size() == NEAREST_MAX) {
                tolerated = near.getLast().distance() - 1;
            }
        }
        return near.stream().map(Near::id).toList();
    }
}
