package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables that a provider's row may name: those that look like keys or tokens, those that the table of
 * providers names for it, and those that this process's own configuration names for it. Whoever may write rows decides
 * where their values are sent, so a row must not reach the rest of the environment.
 */
final class NameableVariables {
    private static final Pattern KEY =
            Pattern.compile("[A-Z][A-Z0-9_]*_(API_KEY|API_TOKEN|AUTH_TOKEN|ACCESS_TOKEN)(_?[1-5])?");
    private static final Pattern NEVER = Pattern.compile("(PENSTOCK|BYOK)_.*|DATABASE_URL|REDIS_URL");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]*)");
    private static final List<String> LISTS = List.of("key_env", "token_env");

    private final ProviderTable table;
    private final Map<String, Set<String>> own = new HashMap<>();

    /** @param configured the entries of this process's own configuration */
    NameableVariables(ProviderTable table, Map<String, ObjectNode> configured) {
        this.table = table;
        configured.forEach((name, entry) -> own.put(name, namedIn(entry)));
    }

    /** @throws SettingsException whose key is the field that names another variable */
    void check(String provider, ObjectNode spec) {
        Set<String> known = new LinkedHashSet<>(own.getOrDefault(provider, Set.of()));
        known.addAll(namedIn(table.written(provider)));
        known.addAll(namedIn(table.written(spec.path("like").asText(""))));
        for (Map.Entry<String, JsonNode> field : spec.properties()) {
            for (String variable : namedIn(field.getKey(), field.getValue())) {
                if (!known.contains(variable) && !looksLikeKey(variable)) {
                    throw new SettingsException(
                            "providers." + provider + "." + field.getKey(),
                            "names the variable " + variable + ", which a row may not: name one that ends in _API_KEY,"
                                    + " _API_TOKEN, _AUTH_TOKEN or _ACCESS_TOKEN, or name it in the configuration file");
                }
            }
        }
    }

    private static boolean looksLikeKey(String variable) {
        return KEY.matcher(variable).matches() && !NEVER.matcher(variable).matches();
    }

    private static Set<String> namedIn(JsonNode entry) {
        Set<String> names = new LinkedHashSet<>();
        entry.properties().forEach(field -> names.addAll(namedIn(field.getKey(), field.getValue())));
        return names;
    }

    private static Set<String> namedIn(String key, JsonNode value) {
        Set<String> names = new LinkedHashSet<>();
        if (LISTS.contains(key)) {
            value.forEach(item -> names.add(item.asText()));
        } else {
            placeholders(value, names);
        }
        return names;
    }

    private static void placeholders(JsonNode value, Set<String> names) {
        if (value.isTextual()) {
            Matcher found = PLACEHOLDER.matcher(value.textValue());
            while (found.find()) {
                names.addAll(List.of(found.group(1).split("\\|", -1)));
            }
        }
        value.forEach(below -> placeholders(below, names));
    }
}
