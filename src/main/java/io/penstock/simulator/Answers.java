package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.function.Supplier;

/** From what was understood to what is replied. Keeps nothing between calls but the rounds of {@code sim-flaky}. */
final class Answers {

    private static final Speak FAST = Speak.plain(ModelCatalogue.WORDS, Pace.FAST);

    private final InstantSource clock;
    private final Supplier<String> ids;
    private final FlakyRounds flaky = new FlakyRounds();

    Answers(InstantSource clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    Reply to(Parsed parsed) {
        return switch (parsed) {
            case ApiError error -> error.reply();
            case Generate call -> generated(call);
            case Embed call -> embedded(call);
        };
    }

    private Reply generated(Generate call) {
        String unique = ids.get();
        Envelope envelope = new Envelope(call, unique, clock.instant().getEpochSecond());
        return switch (call.behaviour()) {
            case Speak speak -> spoken(call, speak, envelope);
            case Behaviour.Fault fault -> FaultAnswer.of(fault, call.stream());
            case Behaviour.Flaky(int percent) ->
                flaky.failsNext(percent) ? ApiError.server().reply() : spoken(call, FAST, envelope);
            case Behaviour.Echo() -> EchoAnswer.of(call, envelope);
            case Behaviour.CallTool() ->
                call.tool()
                        .map(function -> ToolCallAnswer.of(call, function, envelope, unique))
                        .orElseGet(() -> spoken(call, FAST, envelope));
        };
    }

    private static Reply spoken(Generate call, Speak speak, Envelope envelope) {
        return call.stream()
                ? Reply.stream(new SpeechScript(call, speak, envelope))
                : WholeAnswer.of(call, speak, envelope);
    }

    private Reply embedded(Embed call) {
        JsonObject body = EmbedAnswer.of(call);
        return switch (call.behaviour()) {
            // Vectors have no tokens to pace, so only the waits before the first count, and every deviation is due.
            case Speak speak ->
                WholeAnswer.deviating(body, speak, true, speak.pace().wholeMillis(0));
            case Behaviour.Fault fault -> FaultAnswer.of(fault, false);
            case Behaviour.Flaky(int percent) ->
                flaky.failsNext(percent) ? ApiError.server().reply() : Reply.json(200, body);
            case Behaviour.Echo() ->
                Reply.json(
                        200,
                        body.put("x_received_body", call.received().bodyText())
                                .mergeIn(call.received().echo()));
            case Behaviour.CallTool() -> Reply.json(200, body);
        };
    }
}
