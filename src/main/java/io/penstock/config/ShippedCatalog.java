package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.routing.GoneModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the configuration says of the catalog.
 *
 * @param document without keys that are written out
 * @param literalKeys those keys, by provider, as written
 * @param traits the section {@code models}, which is in no table
 * @param gone models that have ended, which are in no table either
 * @param whole false where a file of models could not be had
 */
record ShippedCatalog(
        CatalogDocument document,
        Map<String, JsonNode> literalKeys,
        ObjectNode traits,
        List<GoneModel> gone,
        boolean whole) {
    static final String NAME = "name";
    static final String LITERAL_KEY = "api_key";

    private static final Pattern RULE_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");
    private static final String PATHS = "paths";
    private static final String RULES = "rules";

    /**
     * Takes apart what is written.
     *
     * @param root the configuration
     * @param providers its section of providers, or the one that holds where it has none
     */
    static ShippedCatalog of(Section root, Section providers, ModelRows models) {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        for (String name : providers.names()) {
            ObjectNode entry = providers.section(name).copy();
            JsonNode key = entry.remove(LITERAL_KEY);
            if (key != null) {
                keys.put(name, key);
            }
            keepOrder(entry);
            entries.put(name, entry);
        }
        ObjectNode traits = root.section("models").copy();
        CatalogDocument document = new CatalogDocument(entries, models.specs(), rules(root));
        return new ShippedCatalog(document, keys, traits, models.cards().gone(), models.whole());
    }

    /** Of several paths the first is preferred, and PostgreSQL keeps no order but that of lists. */
    private static void keepOrder(ObjectNode entry) {
        if (entry.path(PATHS) instanceof ObjectNode paths && paths.size() > 1) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            paths.properties().forEach(path -> list.addObject().set(path.getKey(), path.getValue()));
            entry.set(PATHS, list);
        }
    }

    private static Map<String, ObjectNode> rules(Section root) {
        Map<String, ObjectNode> rules = new LinkedHashMap<>();
        // A file without rules has the shipped ones, as it has the shipped providers.
        Section from = root.has(RULES) ? root : Section.root(SettingsLoader.shipped());
        for (Section item : from.items(RULES)) {
            String name = item.text(NAME, "rule-" + (rules.size() + 1));
            if (!RULE_NAME.matcher(name).matches()) {
                throw new SettingsException(
                        item.pathOf(NAME),
                        "is \"" + name + "\" but must be lower-case letters, digits, - and _, at most 60 of them");
            }
            ObjectNode spec = item.copy();
            spec.remove(NAME);
            if (rules.put(name, spec) != null) {
                throw new SettingsException(
                        item.pathOf(NAME), "is \"" + name + "\", as another rule's is: rename one of them");
            }
        }
        return rules;
    }
}
