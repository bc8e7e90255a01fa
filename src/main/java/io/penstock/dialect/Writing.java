package io.penstock.dialect;

import io.penstock.chat.Leftover;
import java.util.Set;

/**
 * What a call is written for.
 *
 * @param model the model as the provider spells it
 * @param outputTokensMax what the model can say at most; for dialects that must name a maximum where the caller named
 *     none; 0 is unknown
 * @param dropParams whether what cannot be expressed is left out instead of refused
 * @param quirks what this provider does differently from its dialect
 * @param ownDialect whether the call was read in the dialect it is written in, because something in it must not pass
 */
public record Writing(String model, int outputTokensMax, boolean dropParams, Set<Quirk> quirks, boolean ownDialect) {
    public Writing {
        quirks = Set.copyOf(quirks);
    }

    /** For a call of another dialect. */
    public Writing(String model, int outputTokensMax, boolean dropParams, Set<Quirk> quirks) {
        this(model, outputTokensMax, dropParams, quirks, false);
    }

    /** Whether this leftover can be written as it came: a whole field, from a caller of the same dialect. */
    public boolean keeps(Leftover leftover) {
        return ownDialect && leftover.field().indexOf('.') < 0;
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
