package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.catalog.LiveCatalog;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;

/** What a provider's item has come to: as the gateway uses it at this moment, with what files and the environment add. */
final class Effects {
    private static final String EFFECTIVE = "effective";

    private final LiveCatalog catalog;

    Effects(LiveCatalog catalog) {
        this.catalog = catalog;
    }

    /** Adds {@code effective}; null where the gateway does not have it: switched off, or not yet taken over. */
    ObjectNode of(ObjectNode item) {
        String name = item.path("name").asText();
        item.set(
                EFFECTIVE,
                catalog.current().providers().stream()
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .map(Effects::shown)
                        .orElse(null));
        return item;
    }

    /** Names of keys, never a key. */
    private static ObjectNode shown(Provider provider) {
        ObjectNode shown = StrictJson.object();
        shown.put("usable", provider.usable());
        shown.put("base_url", provider.missing() == null ? provider.endpoint().url() : null);
        shown.put("missing_variable", provider.missing());
        ArrayNode dialects = shown.putArray("dialects");
        provider.paths().wires().forEach(wire -> dialects.add(wire.label()));
        ArrayNode variables = shown.putArray("key_variables");
        provider.keys().stream().map(ProviderKey::variable).distinct().forEach(variables::add);
        return shown.put("keyless", provider.keyless());
    }
}
