package io.penstock.dialect;

import java.util.Set;

/**
 * What a call is written for.
 *
 * @param model the model as the provider spells it
 * @param outputTokensMax what the model can say at most; for dialects that must name a maximum where the caller named
 *     none; 0 is unknown
 * @param dropParams whether what cannot be expressed is left out instead of refused
 * @param quirks what this provider does differently from its dialect
 */
public record Writing(String model, int outputTokensMax, boolean dropParams, Set<Quirk> quirks) {
    public Writing {
        quirks = Set.copyOf(quirks);
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
