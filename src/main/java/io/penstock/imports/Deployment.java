package io.penstock.imports;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One item of {@code model_list} that can be carried over.
 *
 * @param path where it stands
 * @param group {@code model_name}: what callers ask for
 * @param provider who serves it
 * @param id the model as that provider spells it
 * @param ownId {@code model_info.id}, by which a fallback may name it; {@code null} without
 * @param weights its share among its group, where it says one
 * @param order the smallest is asked first; {@code null} where it does not say
 * @param seconds the longest its answer may take, and a stream's first token; {@code null} where it does not say
 */
record Deployment(
        String path,
        String group,
        String provider,
        String id,
        @Nullable String ownId,
        Weights weights,
        @Nullable Integer order,
        Seconds seconds) {

    /** What LiteLLM shares calls by, the first that is there. */
    record Weights(
            @Nullable BigDecimal weight,
            @Nullable BigDecimal rpm,
            @Nullable BigDecimal tpm) {}

    /** As rules name it. */
    String target() {
        return provider + '/' + id;
    }
}
