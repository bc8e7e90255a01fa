package io.penstock.config;

import io.penstock.dialect.Quirk;
import io.penstock.dialect.Wire;
import io.penstock.provider.Auth;
import io.penstock.provider.Endpoint;
import io.penstock.provider.KeyCheck;
import io.penstock.provider.Paths;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.routing.ModelCards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry below {@code providers}: what the file and the table say, with the environment's base URL and keys. */
final class ProviderEntry {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,60}");
    private static final Pattern AUTH_HEADER = Pattern.compile("x-[a-z0-9-]{1,60}|api-key");
    private static final Pattern CHECK = Pattern.compile("(GET|POST) ((?:/|https?://)\\S*)");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    /** Its key would be {@code PENSTOCK_API_KEY}, which is a caller's. */
    private static final String OWN_NAME = "penstock";
    /** Stands for what a provider does not have. */
    private static final String NONE = "none";
    /** Where an entry is that lacks the variable with its address; never asked. */
    private static final Endpoint NOWHERE = new Endpoint(true, "unset.invalid", 443, "");

    private final String name;
    private final Section section;
    private final Variables variables;
    private final Placeholders placeholders;
    private final ModelCards cards;

    /** @param cards whose ids are the provider's models where its entry names none */
    ProviderEntry(String name, Section section, Variables variables, ModelCards cards) {
        this.name = name;
        this.section = section;
        this.variables = variables;
        this.placeholders = new Placeholders(variables);
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
        section.optionalText("like");
        section.optionalText("dialect");
        // Whoever writes rows over the API must say so; a file's author decides alone.
        section.flag("private_address", false);
        Endpoint endpoint = endpoint();
        Paths paths = paths(endpoint);
        Auth auth = auth();
        String listing = listing();
        return new Provider(
                name,
                endpoint,
                placeholders.missing(),
                paths,
                auth,
                keys(auth),
                section.flag("keyless", false),
                section.has("models") ? section.texts("models") : cards.offered(name),
                quirks(),
                headers(),
                passHeaders(),
                check(listing),
                listing,
                seconds("headers_seconds"),
                seconds("idle_seconds"),
                keyVariables(),
                dataRegion());
    }

    private Endpoint endpoint() {
        String written = section.text("base_url", "");
        int port = section.integer("host_port", 0);
        List<String> ends = section.texts("base_url_end");
        String variable = Provider.variable(name, "BASE_URL");
        String override = variables.get(variable);
        if (override == null && written.isBlank()) {
            throw noAddress();
        }
        String key = override == null ? section.pathOf("base_url") : variable;
        String url = override == null ? placeholders.fill(written) : override;
        if (placeholders.missing() != null) {
            return NOWHERE;
        }
        try {
            return BaseUrl.without(Endpoint.parse(BaseUrl.located(BaseUrl.complete(url, port))), ends);
        } catch (IllegalArgumentException e) {
            // The value itself is not shown: a password or a key may stand in it.
            String clause = e.getMessage() + ": write e.g. https://host/v1";
            throw override == null ? new SettingsException(key, clause) : SettingsException.located(key, clause);
        }
    }

    private SettingsException noAddress() {
        String slip = section.slip("base_url");
        return slip == null
                ? new SettingsException(section.pathOf("base_url"), "is missing: write e.g. https://host/v1")
                : new SettingsException(section.pathOf(slip), "is no setting; did you mean base_url?");
    }

    private Paths paths(Endpoint endpoint) {
        Map<Wire, String> templates = new LinkedHashMap<>();
        section.ordered("paths")
                .forEach((label, written) -> templates.put(wire("paths", label), path("paths." + label, written)));
        if (templates.isEmpty()) {
            throw new SettingsException(section.pathOf("paths"), "must hold a path for one dialect at least");
        }
        String home = section.text("home", endpoint.host());
        if (!endpoint.host().endsWith(home) && templates.containsKey(Wire.CHAT)) {
            // A server elsewhere that goes by this provider's name is known to speak what most such servers do.
            templates.keySet().retainAll(Set.of(Wire.CHAT));
        }
        String prefix = section.text("openai_paths", NONE);
        return new Paths(templates, prefix.equals(NONE) ? null : prefix);
    }

    private String path(String key, String written) {
        String path = placeholders.fill(written);
        if (!PATH.matcher(path).matches()) {
            throw new SettingsException(section.pathOf(key), "must begin with a / and hold no spaces");
        }
        return path;
    }

    private Wire wire(String key, String label) {
        return Arrays.stream(Wire.values())
                .filter(wire -> wire.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        section.pathOf(key) + "." + label,
                        "is no dialect: write one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Wire.values())
                                                .map(Wire::label)
                                                .toList())));
    }

    private Auth auth() {
        String word = section.text("auth", "bearer");
        return switch (word) {
            // A key for AWS that is one text is a Bedrock API key.
            // So is one for Google an access token, however it was come by.
            case "bearer", "aws", "google" -> new Auth.Bearer();
            case NONE -> new Auth.None();
            default -> {
                if (!AUTH_HEADER.matcher(word).matches()) {
                    throw new SettingsException(
                            "auth", "must be bearer, none, aws, google, api-key or a header's name beginning with x-");
                }
                yield new Auth.Header(word);
            }
        };
    }

    private List<ProviderKey> keys(Auth auth) {
        List<String> names = section.texts("key_env");
        ProviderKeys keys = new ProviderKeys(variables);
        keys.literal(section.optionalText("api_key"), auth);
        for (String variable : names.isEmpty() ? usual() : names) {
            keys.numbered(variable, auth);
        }
        keys.tokens(section.texts("token_env"));
        String region = section.text("region", "");
        if (section.text("auth", "").equals("aws")) {
            keys.aws(placeholders.fill(region));
        }
        if (section.text("auth", "").equals("google") && placeholders.missing() == null) {
            keys.google();
        }
        return keys.found();
    }

    private List<String> usual() {
        return List.of(Provider.variable(name, "API_KEY"));
    }

    /** Where {@link #keys} looks for any. */
    private List<String> keyVariables() {
        List<String> written = section.texts("key_env");
        List<String> all = new ArrayList<>(written.isEmpty() ? usual() : written);
        all.addAll(section.texts("token_env"));
        switch (section.text("auth", "")) {
            case "aws" -> all.add(ProviderKeys.AWS_SECRET);
            case "google" -> all.add(ProviderKeys.GOOGLE_FILE);
            default -> {}
        }
        return all;
    }

    private Set<Quirk> quirks() {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        String[] words = Arrays.stream(Quirk.values())
                .map(quirk -> quirk.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        for (String word : section.texts("quirks")) {
            Check.oneOf("quirks", word, words);
            quirks.add(Quirk.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        if (!section.flag("stream_usage", true)) {
            quirks.add(Quirk.NO_STREAM_OPTIONS);
        } else if (section.has("stream_usage")) {
            quirks.remove(Quirk.NO_STREAM_OPTIONS);
        }
        return quirks;
    }

    /** A header whose variable is not set is not sent. */
    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        section.mapping("headers").forEach((header, written) -> {
            String value = placeholders.ifPresent(written);
            if (!HEADER.matcher(header).matches()
                    || value != null && !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                throw new SettingsException(
                        section.pathOf("headers") + "." + header, "must be a lower-case name with an ASCII value");
            }
            if (value != null) {
                headers.put(header, value);
            }
        });
        return headers;
    }

    private Map<Wire, List<String>> passHeaders() {
        Map<Wire, List<String>> headers = new LinkedHashMap<>();
        Section below = section.section("pass_headers");
        for (String label : below.names()) {
            List<String> names = below.texts(label);
            if (!names.stream().allMatch(header -> HEADER.matcher(header).matches())) {
                throw new SettingsException(below.pathOf(label), "must be a list of lower-case header names");
            }
            headers.put(wire("pass_headers", label), names);
        }
        return headers;
    }

    private @Nullable String listing() {
        String written = section.text("list", NONE);
        return written.equals(NONE) ? null : path("list", written);
    }

    private @Nullable KeyCheck check(@Nullable String listing) {
        String written = section.text("check", listing == null ? NONE : "GET " + listing);
        String field = section.text("check_field", "");
        boolean proves = section.flag("check_proves_key", true);
        String filled = written.equals(NONE) ? null : placeholders.ifPresent(written);
        if (filled == null) {
            return null;
        }
        Matcher parts = CHECK.matcher(filled);
        if (!parts.matches()) {
            throw new SettingsException("check", "must be none, or GET or POST and a path, e.g. GET /models");
        }
        return new KeyCheck(parts.group(1), parts.group(2), field, proves);
    }

    private String dataRegion() {
        String region = section.text("data_region", "");
        if (section.has("data_region") && !REGION.matcher(region).matches()) {
            throw new SettingsException(
                    section.pathOf("data_region"), "must be a word of letters, digits, -, _ and ., such as eu");
        }
        return region;
    }

    private int seconds(String key) {
        int seconds = section.integer(key, 0);
        Check.range(key, seconds, 0, Settings.STREAM_SECONDS_MAX);
        return seconds;
    }
}
