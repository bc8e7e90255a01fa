package io.penstock.provider;

import io.penstock.dialect.Quirk;
import io.penstock.dialect.Wire;
import io.penstock.routing.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider. What sets it apart is in these fields; none needs code of its own.
 *
 * @param name lower-case, unique
 * @param endpoint its base URL
 * @param missing the environment variable without which its address is not known; {@code null} where it is
 * @param paths the dialects it speaks
 * @param auth how a key that is one text is shown to it, a caller's own too
 * @param keys the operator's keys, used in turn; may be empty
 * @param keyless whether it answers without a key (a local server)
 * @param models ids it offers; a trailing {@code *} stands for any id with that beginning
 * @param quirks how its dialects differ from their inventors'
 * @param headers sent with every request, by lower-case name; none of them a key
 * @param passHeaders headers of a caller that reach it, where the call is not translated; by dialect, in lower case
 * @param check {@code null} where every request costs something, or none is known
 * @param listing where its models are listed, spelt like {@link KeyCheck#target()}; {@code null} where they are not
 * @param headersSeconds how long it may take to begin an answer, 0 where nothing special is known
 * @param idleSeconds how long it may be silent within a stream, 0 where nothing special is known
 * @param keyVariables the environment variables its keys are read from, without their numbered spellings
 * @param dataRegion where it keeps data, as the operator calls it; empty where nobody says
 */
public record Provider(
        String name,
        Endpoint endpoint,
        @Nullable String missing,
        Paths paths,
        Auth auth,
        List<ProviderKey> keys,
        boolean keyless,
        List<String> models,
        Set<Quirk> quirks,
        Map<String, String> headers,
        Map<Wire, List<String>> passHeaders,
        @Nullable KeyCheck check,
        @Nullable String listing,
        int headersSeconds,
        int idleSeconds,
        List<String> keyVariables,
        String dataRegion) {
    /** The name of the built-in simulator. */
    public static final String SIMULATOR = "sim";

    /** What the built-in simulator offers. */
    public static final List<String> SIMULATOR_MODELS = List.of("sim-fast", "sim-slow", "sim-*");

    private static final String MODELS = "/models";

    public Provider {
        keys = List.copyOf(keys);
        models = List.copyOf(models);
        keyVariables = List.copyOf(keyVariables);
        quirks = Set.copyOf(quirks);
        headers = Map.copyOf(headers);
        passHeaders = Map.copyOf(passHeaders);
    }

    /** One of which nobody says where its keys come from, or where it keeps data. */
    public Provider(
            String name,
            Endpoint endpoint,
            @Nullable String missing,
            Paths paths,
            Auth auth,
            List<ProviderKey> keys,
            boolean keyless,
            List<String> models,
            Set<Quirk> quirks,
            Map<String, String> headers,
            Map<Wire, List<String>> passHeaders,
            @Nullable KeyCheck check,
            @Nullable String listing,
            int headersSeconds,
            int idleSeconds) {
        this(
                name,
                endpoint,
                missing,
                paths,
                auth,
                keys,
                keyless,
                models,
                quirks,
                headers,
                passHeaders,
                check,
                listing,
                headersSeconds,
                idleSeconds,
                List.of(),
                "");
    }

    /** The built-in simulator as a provider. */
    public static Provider simulator(Endpoint endpoint) {
        return new Provider(
                SIMULATOR,
                endpoint,
                null,
                new Paths(Map.of(Wire.CHAT, "/chat/completions"), ""),
                new Auth.None(),
                List.of(),
                true,
                SIMULATOR_MODELS,
                Set.of(),
                Map.of(),
                Map.of(),
                new KeyCheck("GET", MODELS, "", false),
                MODELS,
                0,
                0);
    }

    /** The environment variable about this provider, e.g. {@code OPENAI_BASE_URL} for {@code BASE_URL}. */
    public String variable(String suffix) {
        return variable(name, suffix);
    }

    /** As {@link #variable(String)}, for a provider of that name. */
    public static String variable(String name, String suffix) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + suffix;
    }

    /** What it brings into the catalog. */
    public Offer offer() {
        return new Offer(name, usable(), models, dataRegion);
    }

    /** Whether calls can be sent to it at all. */
    public boolean usable() {
        return missing == null && (keyless || !keys.isEmpty());
    }

    /** Whether a stream may be asked for usage by {@code stream_options.include_usage}. */
    public boolean streamUsage() {
        return !quirks.contains(Quirk.NO_STREAM_OPTIONS);
    }

    /** A whole URL from what follows the base URL, or from what is one already. */
    public String url(String target) {
        return target.startsWith("/") ? endpoint.url() + target : target;
    }

    /**
     * The fixed headers of a request, and those that show this key where no signature is needed; by lower-case name.
     *
     * @param key {@code null} for a provider that needs none
     */
    public Map<String, String> headers(@Nullable ProviderKey key) {
        if (key == null) {
            return headers;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(key.headers());
        return all;
    }
}
