package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the whole provider does at the moment, whatever model is asked for. Owned by the simulator's event loop. */
final class Mode {

    private static final long MAX_SECONDS = 86_400;

    /** A model that all behave like, until then. */
    private record Imitation(String model, Behaviour behaviour, long untilMillis) {}

    private final InstantSource clock;
    private @Nullable Imitation imitation;

    Mode(InstantSource clock) {
        this.clock = clock;
    }

    /** How every call is treated now, or nothing if its model decides. */
    Optional<Behaviour> behaviour() {
        return current().map(Imitation::behaviour);
    }

    JsonObject toJson() {
        Optional<Imitation> now = current();
        return new JsonObject()
                .put("model", now.map(Imitation::model).orElse(null))
                .put("seconds_left", now.flatMap(this::secondsLeft).orElse(null));
    }

    /** Sets or ends the mode as the body of {@code POST /simulator/behave} says, or tells what is wrong with it. */
    Reply change(Buffer body) {
        JsonObject wish = BodyFields.parse(body).orElseGet(JsonObject::new);
        if (!wish.containsKey("model")) {
            String message = "The body must be a JSON object with a 'model': a simulated model's name, or null.";
            return ApiError.invalid(message, "model", "missing_required_parameter")
                    .reply();
        }
        if (wish.getValue("model") == null) {
            imitation = null;
            return Reply.json(200, toJson());
        }
        String model = String.valueOf(wish.getValue("model"));
        Optional<Behaviour> behaviour = ModelCatalogue.find(model);
        if (behaviour.isEmpty()) {
            return ApiError.unknownModel(model).reply();
        }
        Optional<Long> until = untilMillis(wish.getValue("seconds"));
        if (until.isEmpty()) {
            String message = "'seconds' must be a number above 0 and at most " + MAX_SECONDS + ".";
            return ApiError.invalid(message, "seconds", "invalid_value").reply();
        }
        imitation = new Imitation(model, behaviour.get(), until.get());
        return Reply.json(200, toJson());
    }

    private Optional<Long> untilMillis(@Nullable Object seconds) {
        if (seconds == null) {
            return Optional.of(Long.MAX_VALUE);
        }
        return seconds instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= MAX_SECONDS
                ? Optional.of(clock.millis() + (long) Math.ceil(number.doubleValue() * 1000))
                : Optional.empty();
    }

    private Optional<Imitation> current() {
        return Optional.ofNullable(imitation).filter(set -> clock.millis() < set.untilMillis());
    }

    private Optional<Double> secondsLeft(Imitation set) {
        return set.untilMillis() == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of((set.untilMillis() - clock.millis()) / 1000.0);
    }
}
