package io.penstock.provider;

import io.penstock.routing.Offer;
import java.util.List;
import java.util.Locale;

/**
 * One provider that speaks the OpenAI dialect. What sets it apart is in these fields; none needs code of its own.
 *
 * @param name lower-case, unique
 * @param endpoint its base URL
 * @param keys the operator's keys, used in turn; may be empty
 * @param keyless whether it answers without a key (a local server)
 * @param models ids it offers; a trailing {@code *} stands for any id with that beginning
 * @param streamUsage whether a stream may be asked for usage by {@code stream_options.include_usage}
 */
public record Provider(
        String name,
        Endpoint endpoint,
        List<ProviderKey> keys,
        boolean keyless,
        List<String> models,
        boolean streamUsage) {
    /** The name of the built-in simulator. */
    public static final String SIMULATOR = "sim";

    /** What the built-in simulator offers. */
    public static final List<String> SIMULATOR_MODELS = List.of("sim-fast", "sim-slow", "sim-*");

    public Provider {
        keys = List.copyOf(keys);
        models = List.copyOf(models);
    }

    /** The built-in simulator as a provider. */
    public static Provider simulator(Endpoint endpoint) {
        return new Provider(SIMULATOR, endpoint, List.of(), true, SIMULATOR_MODELS, true);
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
        return new Offer(name, usable(), models);
    }

    /** Whether calls can be sent to it at all. */
    public boolean usable() {
        return keyless || !keys.isEmpty();
    }
}
