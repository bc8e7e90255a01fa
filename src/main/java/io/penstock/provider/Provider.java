package io.penstock.provider;

import java.util.List;

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
    public Provider {
        keys = List.copyOf(keys);
        models = List.copyOf(models);
    }

    /** Whether calls can be sent to it at all. */
    public boolean usable() {
        return keyless || !keys.isEmpty();
    }
}
