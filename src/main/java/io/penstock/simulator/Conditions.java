package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Fault;
import io.penstock.simulator.Behaviour.Outright;
import io.penstock.simulator.Behaviour.Speak;
import java.time.InstantSource;
import java.util.Optional;

/** Decides what a model that does not treat all calls alike does with this one. Remembers whose turn it is. */
final class Conditions {

    private static final Fault LIMITED = new Behaviour.RetryLater(2000);

    private final InstantSource clock;
    private final FlakyRounds flaky = new FlakyRounds();
    private final Turns turns = new Turns();

    Conditions(InstantSource clock) {
        this.clock = clock;
    }

    Outright decide(Conditional model, ModelCall call) {
        return switch (model) {
            case Conditional.Flaky(int percent) -> flaky.failsNext(percent) ? new Behaviour.Status(500) : Speak.FAST;
            case Conditional.EverySecond(Outright odd) -> turns.isOdd(model, call.user()) ? odd : Speak.FAST;
            case Conditional.RateWindow(long millis) -> {
                long left = turns.refusedMillis(millis, clock.millis());
                yield left > 0 ? new Behaviour.RetryLater(left) : Speak.FAST;
            }
            case Conditional.ContextWindow(int tokens) -> {
                int asked = call.promptTokens();
                yield asked > tokens ? new Behaviour.Refuse(ApiError.tooLong(tokens, asked)) : Speak.FAST;
            }
            case Conditional.NoPrefill() ->
                call.prefill().isPresent() ? new Behaviour.Refuse(ApiError.prefill()) : Speak.FAST;
            case Conditional.Rejects(String field) ->
                call.received().hasField(field) ? new Behaviour.Refuse(ApiError.unsupported(field)) : Speak.FAST;
            case Conditional.KeyOnly(String suffix) -> keyEnds(call, suffix) ? Speak.FAST : new Behaviour.BadKey();
            case Conditional.KeyLimited(String suffix) -> keyEnds(call, suffix) ? LIMITED : Speak.FAST;
        };
    }

    private static boolean keyEnds(ModelCall call, String suffix) {
        Optional<String> key = call.received().bearerKey();
        return key.isPresent() && key.get().endsWith(suffix);
    }
}
