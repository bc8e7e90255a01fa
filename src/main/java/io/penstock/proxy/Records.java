package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.call.CallRecord;
import io.penstock.call.Dearest;
import io.penstock.call.Outcome;
import io.penstock.routing.Catalog;
import io.penstock.routing.Plan;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is kept of a call that has ended. */
final class Records {
    private Records() {}

    /** @param nanos from its arrival to its end */
    static CallRecord of(Exchange exchange, Outcome outcome, Caller caller, long nanos) {
        Target target = exchange.target;
        Plan plan = exchange.plan;
        PowerLevel level = exchange.level();
        Target dearest = plan == null ? null : plan.dearest();
        return new CallRecord(
                exchange.id,
                exchange.startedMillis,
                caller.keyId(),
                caller.name(),
                exchange.route.name(),
                target == null ? null : target.provider(),
                modelAsked(exchange),
                target == null ? null : target.model(),
                exchange.streaming(),
                outcome,
                exchange.status,
                List.copyOf(exchange.attempts),
                exchange.usage,
                exchange.firstTokenNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(exchange.firstTokenNanos),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                exchange.errorCode,
                level == null ? null : level.label(),
                dearest == null ? null : new Dearest(dearest.provider(), dearest.model()));
    }

    private static @Nullable String modelAsked(Exchange exchange) {
        if (exchange.facts == null) {
            return null;
        }
        String model = exchange.facts.model();
        return model.length() <= Catalog.MODEL_NAME_CHARS_MAX
                ? model
                : model.substring(0, Catalog.MODEL_NAME_CHARS_MAX);
    }
}
