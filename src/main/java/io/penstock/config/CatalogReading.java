package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.Provider;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.Rule;
import io.penstock.routing.Traits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One document being read, once. A row that is refused is told of; where the teller is content with that, the row's last
 * good spec is read in its place, or it is left out.
 */
final class CatalogReading {
    private static final Pattern RULE_PATH = Pattern.compile("rules\\[(\\d+)](?:\\.(.*))?");
    private static final String NAME_TWICE = "must not stand here, for the name is said already: take it out";

    private final Ground ground;
    private final CatalogDocument wanted;
    private final CatalogDocument before;
    private final Consumer<SettingsException> refusals;
    private final Map<String, ObjectNode> usedModels = new LinkedHashMap<>();
    private final Map<String, ObjectNode> usedProviders = new LinkedHashMap<>();
    private Map<String, ObjectNode> usedRules = Map.of();
    private final Set<String> restored = new HashSet<>();
    private final Set<String> shortened = new HashSet<>();

    /**
     * What a reading needs beside the document.
     *
     * @param variables the environment
     * @param table of known providers
     * @param nameable variables that rows may name
     * @param shipped the configuration's own part
     * @param rule what holds for calls that no rule matches
     * @param traits what holds of models of which nothing is said
     * @param simulator whether the built-in provider is offered
     */
    record Ground(
            Variables variables,
            ProviderTable table,
            NameableVariables nameable,
            ShippedCatalog shipped,
            Rule rule,
            Traits traits,
            boolean simulator) {
        /** The same for a process whose other settings are older. */
        Ground asOf(Ground running) {
            return new Ground(variables, table, nameable, shipped, running.rule, running.traits, running.simulator);
        }
    }

    /**
     * @param before where refused rows may have a good spec
     * @param refusals told of each refused row; what it throws ends the reading
     */
    CatalogReading(
            Ground ground, CatalogDocument wanted, CatalogDocument before, Consumer<SettingsException> refusals) {
        this.ground = ground;
        this.wanted = wanted;
        this.before = before;
        this.refusals = refusals;
    }

    CatalogReader.Read read(Withheld withheld) {
        ModelCards cards = new ModelCards(cards(), ground.shipped.gone());
        List<Provider> providers = providers(cards);
        RoutingPolicy policy = policy(providers, cards).withholding(withheld.models());
        List<Provider> asked = providers.stream()
                .filter(provider -> !withheld.providers().contains(provider.name()))
                .toList();
        return new CatalogReader.Read(asked, policy);
    }

    /** The document as it was used: without refused rows, or with their last good specs. */
    CatalogDocument used() {
        return new CatalogDocument(usedProviders, usedModels, usedRules);
    }

    private List<ModelCard> cards() {
        List<ModelCard> cards = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        bounded(CatalogKind.MODEL).forEach((name, spec) -> {
            ModelCard card = row(CatalogKind.MODEL, name, spec, usedModels, written -> card(name, written, seen));
            if (card != null) {
                cards.add(card);
            }
        });
        return cards;
    }

    private static ModelCard card(String name, ObjectNode spec, Set<String> seen) {
        int slash = name.indexOf('/');
        if (slash < 0 || !ProviderEntry.isName(name.substring(0, slash))) {
            throw new SettingsException(
                    "name", "must be provider/id: lower-case letters, digits, - and _ before the /");
        }
        for (String key : List.of("provider", "id")) {
            if (spec.has(key)) {
                throw new SettingsException("spec." + key, NAME_TWICE);
            }
        }
        ModelCard card = CardReader.card(name.substring(0, slash), name.substring(slash + 1), spec);
        String twice = CardReader.takeIds(card, seen);
        if (twice != null) {
            throw new SettingsException(
                    card.aliases().contains(twice) ? "aliases" : "id", "stands twice, " + twice + ": keep one");
        }
        return card;
    }

    private List<Provider> providers(ModelCards cards) {
        List<Provider> providers = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        bounded(CatalogKind.PROVIDER).forEach((name, spec) -> {
            Provider provider = row(
                    CatalogKind.PROVIDER, name, spec, usedProviders, written -> provider(name, written, cards, owners));
            if (provider != null) {
                providers.add(provider);
            }
        });
        return providers;
    }

    private Provider provider(String name, ObjectNode spec, ModelCards cards, Map<String, String> owners) {
        String path = "providers." + name;
        if (spec.has(ShippedCatalog.LITERAL_KEY)) {
            throw new SettingsException(
                    path + "." + ShippedCatalog.LITERAL_KEY,
                    "must not stand in a row: name a variable in key_env, or write the key in the configuration file");
        }
        if (spec.has(ShippedCatalog.NAME)) {
            throw new SettingsException(path + "." + ShippedCatalog.NAME, NAME_TWICE);
        }
        if (ground.simulator && name.equals(Provider.SIMULATOR)) {
            throw new SettingsException(
                    path, "is the built-in simulator: choose another name, or set simulator.enabled to false");
        }
        ground.nameable.check(name, spec);
        ObjectNode whole = spec.deepCopy();
        JsonNode key = ground.shipped.literalKeys().get(name);
        if (key != null) {
            whole.set(ShippedCatalog.LITERAL_KEY, key);
        }
        Provider provider = ground.table
                .complete(name, Section.at(path, whole))
                .read(section -> new ProviderEntry(name, section, ground.variables, cards).read());
        String other = owners.putIfAbsent(Provider.variable(name, "API_KEY"), name);
        if (other != null) {
            throw new SettingsException(
                    path, "has the same environment variables as " + other + ": rename one of them");
        }
        return provider;
    }

    /**
     * Reads all rules together, because they lead to one another; again with less of the one that is refused: with its last
     * good spec, then without the names in that which nobody offers any longer, then without it.
     */
    private RoutingPolicy policy(List<Provider> providers, ModelCards cards) {
        RoutingReader reader = new RoutingReader(ground.rule, ground.traits, providers, ground.simulator, cards);
        Map<String, ObjectNode> rules = new LinkedHashMap<>(bounded(CatalogKind.RULE));
        refuseNames(rules, reader);
        while (true) {
            try {
                RoutingPolicy policy = reader.read(Section.root(file(rules)));
                usedRules = rules;
                return policy;
            } catch (SettingsException e) {
                Matcher place = RULE_PATH.matcher(e.key());
                if (!place.matches()) {
                    throw e;
                }
                String name = List.copyOf(rules.keySet()).get(Integer.parseInt(place.group(1)));
                String field = place.group(2) == null ? "name" : place.group(2);
                refusals.accept(e.about(new RefusedRow(CatalogKind.RULE, name, field, e.clause())));
                fallBack(rules, name, reader);
            }
        }
    }

    /** A rule is called what its row is called: another name in the spec would hide it. */
    private void refuseNames(Map<String, ObjectNode> rules, RoutingReader reader) {
        List<String> named = rules.entrySet().stream()
                .filter(rule -> rule.getValue().has(ShippedCatalog.NAME))
                .map(Map.Entry::getKey)
                .toList();
        for (String name : named) {
            RefusedRow row = new RefusedRow(CatalogKind.RULE, name, "spec.name", NAME_TWICE);
            refusals.accept(new SettingsException("rules." + name + ".name", NAME_TWICE).about(row));
            fallBack(rules, name, reader);
        }
    }

    /** Puts less in the place of a refused rule, or leaves it out. */
    private void fallBack(Map<String, ObjectNode> rules, String name, RoutingReader reader) {
        ObjectNode less = before.rules().get(name);
        if (less != null && (less.equals(rules.get(name)) || !restored.add(name))) {
            less = shortened.add(name) ? reader.gone().without(less) : null;
        }
        if (less == null || less.has(ShippedCatalog.NAME)) {
            rules.remove(name);
        } else {
            rules.put(name, less);
        }
    }

    /** As a file would have them. */
    private ObjectNode file(Map<String, ObjectNode> rules) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        file.set("models", ground.shipped.traits());
        ArrayNode items = file.putArray("rules");
        rules.forEach(
                (name, spec) -> items.addObject().put(ShippedCatalog.NAME, name).setAll(spec));
        return file;
    }

    private <T> @Nullable T row(
            CatalogKind kind,
            String name,
            ObjectNode spec,
            Map<String, ObjectNode> used,
            Function<ObjectNode, T> reading) {
        try {
            T value = reading.apply(spec);
            used.put(name, spec);
            return value;
        } catch (SettingsException e) {
            refusals.accept(named(kind, name, e));
        }
        ObjectNode last = before.rows(kind).get(name);
        if (last == null || last.equals(spec)) {
            return null;
        }
        try {
            T value = reading.apply(last);
            used.put(name, last);
            return value;
        } catch (SettingsException e) {
            // What was good before is so no longer: another row has its alias now, or a variable changed.
            return null;
        }
    }

    private static SettingsException named(CatalogKind kind, String name, SettingsException e) {
        String path = "providers." + name;
        String key = e.key().startsWith(path + ".") ? e.key().substring(path.length() + 1) : e.key();
        String field = key.equals(path) ? "name" : key.equals("name") && !key.equals(e.key()) ? "spec.name" : key;
        RefusedRow row = new RefusedRow(kind, name, field, e.clause());
        boolean bare = kind == CatalogKind.MODEL;
        return (bare ? new SettingsException(name + ": " + e.key(), e.clause()) : e).about(row);
    }

    /** The rows of a kind; those beyond its bound are refused with one word. */
    private Map<String, ObjectNode> bounded(CatalogKind kind) {
        Map<String, ObjectNode> rows = wanted.rows(kind);
        if (rows.size() <= kind.rowsMax()) {
            return rows;
        }
        Map<String, ObjectNode> kept = new LinkedHashMap<>();
        for (Map.Entry<String, ObjectNode> row : rows.entrySet()) {
            if (kept.size() == kind.rowsMax()) {
                SettingsException refusal = new SettingsException(
                        kind.label() + "s",
                        "holds " + rows.size() + " entries, but may hold " + kind.rowsMax()
                                + (kind == CatalogKind.RULE ? ": a * at a name's end saves some" : ": take some out"));
                String clause = "stands behind " + kind.rowsMax() + " others, and no more are read: take some out";
                refusals.accept(refusal.about(new RefusedRow(kind, row.getKey(), "name", clause)));
                break;
            }
            kept.put(row.getKey(), row.getValue());
        }
        return kept;
    }
}
