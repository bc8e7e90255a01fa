package io.penstock.config;

import io.penstock.routing.Choice;
import io.penstock.routing.Fallback;
import io.penstock.routing.Inquiry;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Objective;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule says of how to choose: {@code objective}, and who is chosen. */
final class ChoiceReader {
    /** Entries of one list. */
    static final int ENTRIES_MAX = 100;

    private static final int WEIGHT_MAX = 1_000_000;
    private static final int OBJECTIVE_WEIGHT_MAX = 1_000;
    private static final int SCALE_MAX = 12;
    private static final int QUALITY_MAX = 100;
    private static final String OBJECTIVE = "objective";
    static final String CHOOSE_FROM = "choose_from";
    static final String EXCLUDE = "exclude";
    static final String PIN = "pin";
    static final String SPLIT = "split";
    private static final String QUALITY_MIN = "quality_min";
    private static final String AFFINITY = "affinity";
    private static final List<String> KEYS = List.of(CHOOSE_FROM, EXCLUDE, PIN, SPLIT, QUALITY_MIN, AFFINITY);

    private final Section s;
    private final List<NamePattern> models;
    private final FallbackNames names;
    private List<NamePattern> excluded = List.of();

    /** @param models what the rule is for */
    ChoiceReader(Section s, List<NamePattern> models, FallbackNames names) {
        this.s = s;
        this.models = models;
        this.names = names;
    }

    /** {@code null} where the rule does not say what counts. */
    static @Nullable Objective objective(Section s) {
        if (!s.has(OBJECTIVE)) {
            return null;
        }
        if (s.isMapping(OBJECTIVE)) {
            return s.section(OBJECTIVE).read(ChoiceReader::weighed);
        }
        String word = s.text(OBJECTIVE, "");
        Check.oneOf(OBJECTIVE, word, "price", "latency", "quality", "balanced");
        return switch (word) {
            case "price" -> Objective.PRICE;
            case "latency" -> Objective.LATENCY;
            case "quality" -> Objective.QUALITY;
            default -> Objective.BALANCED;
        };
    }

    private static Objective weighed(Section s) {
        double price = weight(s, "price");
        double latency = weight(s, "latency");
        double quality = weight(s, "quality");
        s.close();
        if (price + latency + quality == 0) {
            throw new SettingsException(s.path(), "gives weight to nothing: write one weight above 0");
        }
        return new Objective(price, latency, quality);
    }

    private static double weight(Section s, String key) {
        BigDecimal weight = s.decimal(key);
        if (weight == null) {
            return 0;
        }
        // The scale first: comparing 1e999999999 with anything would write it out.
        boolean plain = Math.abs(weight.scale()) <= SCALE_MAX;
        if (!plain || weight.signum() < 0 || weight.compareTo(BigDecimal.valueOf(OBJECTIVE_WEIGHT_MAX)) > 0) {
            throw new SettingsException(
                    key,
                    "is " + (plain ? weight.toPlainString() : weight.toString()) + " but must lie between 0 and "
                            + OBJECTIVE_WEIGHT_MAX);
        }
        return weight.doubleValue();
    }

    /** {@code null} where the rule does not say who is chosen. */
    @Nullable
    Choice choice() {
        if (KEYS.stream().filter(s::has).toList().isEmpty()) {
            return null;
        }
        excluded = excluded();
        List<Fallback> among = new ArrayList<>();
        List<NamePattern> matching = new ArrayList<>();
        chooseFrom(among, matching);
        List<Fallback> pins = texts(PIN).stream().map(text -> meant(PIN, text)).toList();
        List<Choice.Share> split = split();
        if (!pins.isEmpty() && !split.isEmpty()) {
            throw new SettingsException(SPLIT, "has nothing to share where a pin is asked first: take one of them out");
        }
        int quality = 0;
        if (s.has(QUALITY_MIN)) {
            quality = s.integer(QUALITY_MIN, 0);
            Check.range(QUALITY_MIN, quality, 1, QUALITY_MAX);
        }
        return new Choice(among, matching, excluded, pins, split, quality, s.flag(AFFINITY, true));
    }

    private List<String> texts(String key) {
        List<String> texts = s.texts(key);
        if (texts.isEmpty() && s.has(key)) {
            throw new SettingsException(key, "must not be empty: name a model, or take it out");
        }
        bounded(key, texts.size());
        return texts;
    }

    private static void bounded(String key, int entries) {
        if (entries > ENTRIES_MAX) {
            throw new SettingsException(
                    key, "holds " + entries + " entries, but may hold " + ENTRIES_MAX + ": take some out");
        }
    }

    private List<NamePattern> excluded() {
        List<NamePattern> patterns = new ArrayList<>();
        for (String text : texts(EXCLUDE)) {
            NamePattern pattern = RoutingReader.pattern(EXCLUDE, text);
            if (text.equals("*")) {
                throw new SettingsException(EXCLUDE, "leaves nobody: take \"*\" out");
            }
            if (!pattern.open()) {
                names.named(EXCLUDE, text);
            } else if (!names.reaches(pattern)) {
                throw new SettingsException(EXCLUDE, "holds '" + text + "', which no provider's model matches");
            }
            patterns.add(pattern);
        }
        return patterns;
    }

    private void chooseFrom(List<Fallback> among, List<NamePattern> matching) {
        List<String> texts = texts(CHOOSE_FROM);
        boolean chooses = models.stream()
                .anyMatch(model -> model.matches(Inquiry.AUTO) || !model.open() && !names.isOffered(model.text()));
        if (!texts.isEmpty() && !chooses) {
            throw new SettingsException(
                    CHOOSE_FROM,
                    "is for calls of auto or of a name of your own, and models holds neither: add auto to models");
        }
        for (String text : texts) {
            NamePattern pattern = RoutingReader.pattern(CHOOSE_FROM, text);
            if (!pattern.open()) {
                among.add(meant(CHOOSE_FROM, text));
            } else if (names.isChosen(pattern)) {
                matching.add(pattern);
            } else {
                throw new SettingsException(
                        CHOOSE_FROM,
                        "holds '" + text
                                + "', which matches no model that the catalog of models knows: name them in full");
            }
        }
    }

    private List<Choice.Share> split() {
        List<Section> items = s.items(SPLIT);
        if (items.isEmpty() && s.has(SPLIT)) {
            throw new SettingsException(SPLIT, "must not be empty: give somebody a share, or take it out");
        }
        bounded(SPLIT, items.size());
        Set<Fallback> seen = new HashSet<>();
        List<Choice.Share> shares = new ArrayList<>();
        for (Section item : items) {
            shares.add(item.read(share -> share(share, seen)));
        }
        if (!shares.isEmpty() && shares.stream().allMatch(share -> share.weight() == 0)) {
            throw new SettingsException(SPLIT, "gives nobody a share: write one weight above 0");
        }
        return shares;
    }

    private Choice.Share share(Section item, Set<Fallback> seen) {
        String text = item.text("to", "");
        Check.present("to", text);
        Fallback to = meant("to", text);
        if (!seen.add(to)) {
            throw new SettingsException("to", "names '" + text + "', which has a share already: keep one");
        }
        int weight = item.integer("weight", 1);
        Check.range("weight", weight, 0, WEIGHT_MAX);
        return new Choice.Share(to, weight);
    }

    private Fallback meant(String key, String text) {
        FallbackNames.Named named = names.named(key, text);
        boolean out = excluded.stream().anyMatch(pattern -> pattern.matches(text) || pattern.matches(named.id()));
        if (out) {
            throw new SettingsException(key, "names '" + text + "', which exclude leaves out: take one of them out");
        }
        return named.meaning();
    }
}
