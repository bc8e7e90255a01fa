package io.penstock.usage;

import io.penstock.call.CallRecord;
import io.penstock.call.Dearest;
import io.penstock.routing.CallCosts;
import io.penstock.routing.ModelCards;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What finished calls cost, and what the choice of their models saved. */
final class Costs {
    private Costs() {}

    /** In US dollars; {@code null} where it is not known. */
    static @Nullable BigDecimal of(CallRecord call, ModelCards cards) {
        return new CallCosts(cards, call.startedAtMillis()).of(call.attempts());
    }

    /** What the dearest choice would have cost more, in US dollars; {@code null} where there was none, or it is not known. */
    static @Nullable BigDecimal saved(CallRecord call, ModelCards cards) {
        Dearest dearest = call.dearest();
        return dearest == null
                ? null
                : new CallCosts(cards, call.startedAtMillis())
                        .saved(call.attempts(), dearest.provider(), dearest.model());
    }
}
