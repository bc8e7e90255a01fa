package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.Provider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps keys out of what operators write of a provider: written out they would be in the database and its backups, and in
 * an address they would be seen wherever the address is shown.
 */
final class SpecGuard {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z0-9_|]+)(?::-[^}]*)?}");
    /** A variable and nothing else, but for the word that names the scheme. */
    private static final Pattern REFERENCE = Pattern.compile("(?:[A-Za-z]+ )?\\$\\{[A-Z0-9_|]+}");

    private static final Pattern SECRET =
            Pattern.compile(".*(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)(?:_?\\d+)?|.*_(?:KEY|TOKEN|SECRET)_.*");
    private static final Pattern KEY_HEADER =
            Pattern.compile("(?:.*-)?(?:authorization|cookie|key|token|secret|password)");
    private static final String HEADERS = "headers";

    private SpecGuard() {}

    /** Refuses the field that holds what it must not. */
    static void refuse(String provider, ObjectNode spec) {
        if (spec.hasNonNull("api_key")) {
            throw Refused.field(
                    "spec.api_key",
                    "must not be here: no key is kept in the database. Set the environment variable "
                            + Provider.variable(provider, "API_KEY")
                            + ", or name another one in key_env");
        }
        headers(spec.path(HEADERS));
        spec.properties().stream()
                .filter(field -> !field.getKey().equals(HEADERS))
                .forEach(field -> addresses("spec." + field.getKey(), field.getValue()));
    }

    private static void headers(JsonNode headers) {
        headers.properties().forEach(header -> {
            boolean key = KEY_HEADER.matcher(header.getKey()).matches();
            if (key && !REFERENCE.matcher(header.getValue().asText()).matches()) {
                throw Refused.field(
                        "spec.headers." + header.getKey(),
                        "looks like a key, and none is kept in the database: write ${NAME} and set that variable");
            }
        });
    }

    /** Outside headers, a variable becomes part of an address. */
    private static void addresses(String path, JsonNode node) {
        if (node.isTextual()) {
            Matcher placeholder = PLACEHOLDER.matcher(node.textValue());
            while (placeholder.find()) {
                for (String variable : placeholder.group(1).split("\\|", -1)) {
                    if (SECRET.matcher(variable).matches()) {
                        throw Refused.field(
                                path, "must not hold ${" + variable + "}: a key belongs into a header, not an address");
                    }
                }
            }
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> addresses(path + "." + field.getKey(), field.getValue()));
        } else {
            for (int i = 0; i < node.size(); i++) {
                addresses(path + "[" + i + "]", node.get(i));
            }
        }
    }
}
