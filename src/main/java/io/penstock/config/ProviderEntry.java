package io.penstock.config;

import io.penstock.provider.Endpoint;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.routing.ModelCards;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One entry below {@code providers}: what the file says, with the environment's base URL and keys. */
final class ProviderEntry {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    /** Its key would be {@code PENSTOCK_API_KEY}, which is a caller's. */
    private static final String OWN_NAME = "penstock";
    /** Suffixes under which further keys of the same provider are customary. */
    private static final List<String> NUMBERED = List.of("_1", "_2", "_3", "_4", "_5");

    private final String name;
    private final Section section;
    private final Variables variables;
    private final ModelCards cards;

    /** @param cards whose ids are the provider's models where its entry names none */
    ProviderEntry(String name, Section section, Variables variables, ModelCards cards) {
        this.name = name;
        this.section = section;
        this.variables = variables;
        this.cards = cards;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Provider read() {
        if (!isName(name)) {
            throw new SettingsException(
                    "providers." + name, "is no provider name: use lower-case letters, digits, - and _");
        }
        if (name.equals(OWN_NAME)) {
            throw new SettingsException(
                    "providers." + name, "would read the gateway's own variables: choose another name");
        }
        return new Provider(
                name,
                endpoint(),
                keys(),
                section.flag("keyless", false),
                section.has("models") ? section.texts("models") : cards.offered(name),
                section.flag("stream_usage", true));
    }

    private Endpoint endpoint() {
        String written = section.text("base_url", "");
        String variable = variable("BASE_URL");
        String override = variables.get(variable);
        String key = override == null ? section.pathOf("base_url") : variable;
        try {
            return Endpoint.parse(override == null ? written : override);
        } catch (IllegalArgumentException e) {
            // The value itself is not shown: a password or a key may stand in it.
            String clause = e.getMessage() + ": write e.g. https://host/v1";
            throw override == null ? new SettingsException(key, clause) : SettingsException.located(key, clause);
        }
    }

    private List<ProviderKey> keys() {
        List<String> names = section.texts("key_env");
        List<ProviderKey> keys = new ArrayList<>();
        String literal = section.optionalText("api_key");
        if (literal != null) {
            if (!isHeaderValue(literal)) {
                throw new SettingsException("api_key", "must hold visible ASCII characters only, and at least one");
            }
            keys.add(new ProviderKey("configuration", literal));
        }
        for (String variable : names.isEmpty() ? List.of(variable("API_KEY")) : names) {
            add(keys, variable);
            NUMBERED.forEach(suffix -> add(keys, variable + suffix));
        }
        return keys;
    }

    private void add(List<ProviderKey> keys, String variable) {
        String secret = variables.get(variable);
        if (secret == null || keys.stream().anyMatch(key -> key.secret().equals(secret))) {
            return;
        }
        if (!isHeaderValue(secret)) {
            throw SettingsException.located(variable, "must hold visible ASCII characters only");
        }
        keys.add(new ProviderKey(variable, secret));
    }

    private static boolean isHeaderValue(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private String variable(String suffix) {
        return Provider.variable(name, suffix);
    }
}
