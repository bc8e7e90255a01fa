package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.resilience.Hints;
import io.penstock.resilience.Hints.Evidence;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/admin/hints}: what this process has learned that models reject, with the calls that showed it; {@code DELETE}
 * forgets it, so that it is tried again.
 */
final class HintsRoute {
    private static final Logger LOG = LoggerFactory.getLogger(HintsRoute.class);

    static final String PATH = Kind.BASE + "hints";

    private static final String PROVIDER = "provider";
    private static final String MODEL = "model";
    private static final String IN_FORCE = "in_force";

    private final AdminGate gate;
    private final Hints hints;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    HintsRoute(AdminGate gate, Hints hints, LongSupplier nanoTime, InstantSource clock) {
        this.gate = gate;
        this.hints = hints;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    void mount(Router router) {
        router.route(PATH).handler(gate::pass).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        try {
            switch (context.request().method().name()) {
                case "GET", "HEAD" -> Answers.json(context, 200, page(context));
                case "DELETE" -> forget(context);
                default -> Answers.wrongMethod(context, "GET, DELETE");
            }
        } catch (Refused refused) {
            Answers.failure(context, refused);
        }
    }

    private void forget(RoutingContext context) {
        Query query = Query.of(context, List.of(PROVIDER, MODEL));
        String provider = needed(query, PROVIDER);
        String model = needed(query, MODEL);
        if (hints.forget(provider, model)) {
            LOG.info(
                    "what {}/{} was seen to reject is forgotten, by {}",
                    Refused.shown(provider),
                    Refused.shown(model),
                    AdminGate.caller(context).name());
            Answers.empty(context, 204);
        } else {
            Answers.notFound(
                    context, null, "Nothing is held against " + Refused.shown(provider + '/' + model) + " here.");
        }
    }

    private static String needed(Query query, String name) {
        String value = query.text(name);
        if (value == null || value.isEmpty()) {
            throw Refused.parameter(name, "must say whose hints are forgotten");
        }
        return value;
    }

    private ObjectNode page(RoutingContext context) {
        Query query = Query.of(context, List.of("limit", PROVIDER, MODEL, IN_FORCE));
        Boolean inForce = query.flag(IN_FORCE);
        long now = nanoTime.getAsLong();
        List<Evidence> all = hints.evidence(now).stream()
                .filter(one -> is(query.text(PROVIDER), one.provider()) && is(query.text(MODEL), one.model()))
                .filter(one -> inForce == null || inForce == one.inForce())
                .toList();
        ObjectNode page = StrictJson.object();
        ArrayNode data = page.putArray("data");
        all.stream().limit(query.limit()).forEach(one -> data.add(shown(one, now)));
        return page.put("total", all.size());
    }

    private static boolean is(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private ObjectNode shown(Evidence evidence, long nowNanos) {
        ObjectNode shown =
                StrictJson.object().put(PROVIDER, evidence.provider()).put(MODEL, evidence.model());
        ArrayNode uses = shown.putArray("rejects");
        evidence.uses().forEach(feature -> uses.add(feature.label()));
        return shown.put("errors", evidence.errors())
                .put(IN_FORCE, evidence.inForce())
                .put("until", evidence.inForce() ? until(evidence.untilNanos() - nowNanos) : null)
                .put("last_call", evidence.lastCall().toString());
    }

    private String until(long nanos) {
        return Item.instant(clock.instant().plusNanos(nanos).atOffset(ZoneOffset.UTC));
    }
}
