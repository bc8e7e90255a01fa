package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.RefusedRow;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import org.jspecify.annotations.Nullable;

/** Items with what they have come to: as the gateway uses them at this moment, with what files and the environment add. */
final class Effects {
    private static final String PROBLEM = "problem";
    private static final String EFFECTIVE = "effective";

    private final LiveCatalog catalog;

    Effects(LiveCatalog catalog) {
        this.catalog = catalog;
    }

    /** With {@code problem}: why it is not used as it is; null where it is, or not yet taken over. */
    ObjectNode item(Item item) {
        return item.toJson().put(PROBLEM, problem(item));
    }

    /** The same and {@code effective}; null where the gateway does not have it: switched off, or not yet taken over. */
    ObjectNode provider(Item item) {
        String name = item.ref().text();
        ObjectNode json = item(item);
        json.set(
                EFFECTIVE,
                catalog.current().providers().stream()
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .map(Effects::shown)
                        .orElse(null));
        return json;
    }

    private @Nullable String problem(Item item) {
        Ref ref = item.ref();
        RefusedRow row = catalog.current().refused(ref.kind().rows(), ref.text(), item.version());
        if (row != null) {
            return CatalogCheck.own(ref, row).error().message();
        }
        String provider = ref.keys().getFirst();
        return item.homeless() && !CatalogCheck.isBuiltIn(catalog, provider)
                ? "There is no provider " + provider + ": make one, or delete this model."
                : null;
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
