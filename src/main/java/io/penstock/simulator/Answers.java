package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Fault;
import io.penstock.simulator.Behaviour.Outright;
import io.penstock.simulator.Behaviour.Speak;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.function.Supplier;

/** From what was understood to what is replied. Keeps nothing between calls but whose turn it is. */
final class Answers {

    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Conditions conditions;

    Answers(InstantSource clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
        this.conditions = new Conditions(clock);
    }

    Reply to(Parsed parsed) {
        return switch (parsed) {
            case ApiError error -> error.reply();
            case ModelCall call ->
                switch (call.behaviour()) {
                    case Outright model -> answered(call, model);
                    case Conditional model -> answered(call, conditions.decide(model, call));
                };
        };
    }

    private Reply answered(ModelCall asked, Outright model) {
        return switch (asked) {
            case Generate call -> generated(call, model);
            case Embed call -> found(call, model, EmbedAnswer.of(call));
            case Lookup call -> found(call, model, call.found());
        };
    }

    private Reply generated(Generate call, Outright model) {
        String unique = ids.get();
        Envelope envelope = new Envelope(call, unique, clock.instant().getEpochSecond());
        return switch (model) {
            case Speak speak -> spoken(call, speak, envelope);
            case Fault fault -> FaultAnswer.of(fault, call);
            case Behaviour.Echo() -> EchoAnswer.of(call, envelope);
            case Behaviour.CallTool() ->
                call.tool()
                        .map(function -> ToolCallAnswer.of(call, function, envelope, unique))
                        .orElseGet(() -> spoken(call, Speak.FAST, envelope));
        };
    }

    private static Reply spoken(Generate call, Speak speak, Envelope envelope) {
        return call.stream()
                ? Reply.stream(new SpeechScript(call, speak, envelope))
                : WholeAnswer.of(call, speak, envelope);
    }

    /** An answer that is no text: it has no tokens to pace, so only the waits before the first count. */
    private static Reply found(ModelCall call, Outright model, JsonObject body) {
        return switch (model) {
            // Every deviation is due.
            case Speak speak ->
                WholeAnswer.deviating(body, speak, true, speak.pace().wholeMillis(0));
            case Fault fault -> FaultAnswer.of(fault, call);
            case Behaviour.Echo() ->
                Reply.json(
                        200,
                        body.put("x_received_body", call.received().bodyText())
                                .mergeIn(call.received().echo()));
            case Behaviour.CallTool() -> Reply.json(200, body);
        };
    }
}
