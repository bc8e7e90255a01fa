package io.penstock.resilience.simulated;

import io.penstock.resilience.Pursuit;
import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Rule;
import io.penstock.routing.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One streaming call as the proxy makes it: hedged, rescued, bound by one deadline. */
final class PursuedCall {
    private final World world;
    private final Pursuit pursuit;
    private final Rule rule;
    private final Watch watch;
    private final long startNanos;
    private final Map<Move.Ask, World.Flight> silent = new LinkedHashMap<>(4);
    private Move.Ask winner;
    private boolean begun;
    private boolean over;

    /** Hears of each request of a call. */
    interface Watch {
        /** Of those who do not look. */
        Watch NONE = new Watch() {};

        /** It was sent. */
        default void sent(Target target) {}

        /** It ended after its first token, whole or not. */
        default void streamed(Target target, long firstTokenNanos, long nanos, boolean whole) {}

        /** It ended without a token. */
        default void silent(Target target, long nanos) {}
    }

    PursuedCall(World world, Pursuit pursuit, Rule rule) {
        this(world, pursuit, rule, Watch.NONE);
    }

    PursuedCall(World world, Pursuit pursuit, Rule rule, Watch watch) {
        this.watch = watch;
        this.world = world;
        this.pursuit = pursuit;
        this.rule = rule;
        startNanos = world.timeline.now();
    }

    void step() {
        if (over) {
            return;
        }
        switch (pursuit.next(world.timeline.now())) {
            case Move.Ask ask -> send(ask);
            case Move.Wait wait -> world.timeline.after(wait.nanos(), this::step);
            case Move.GiveUp _ -> giveUp();
        }
    }

    private void send(Move.Ask ask) {
        long now = world.timeline.now();
        Target target = ask.candidate().target();
        watch.sent(target);
        World.Flight flight = world.send(Integer.parseInt(target.provider()), ask.key(), new Request(ask, now));
        silent.put(ask, flight);
        // Timers that could not find anything to do are not set: that is all a simulation may know in advance.
        long hedge = rule.hedgeStreamMillis() * Behaviour.MILLI;
        if (hedge > 0 && flight.newsAtNanos > now + hedge) {
            world.timeline.after(hedge, () -> hedge(ask));
        }
        if (flight.newsAtNanos >= pursuit.deadlineNanos()) {
            world.timeline.after(pursuit.deadlineNanos() - now, this::deadline);
        }
    }

    /** One request of this call. */
    private final class Request implements World.Listener {
        private final Move.Ask ask;
        private final long sentNanos;
        private long firstTokenNanos = -1;

        Request(Move.Ask ask, long sentNanos) {
            this.ask = ask;
            this.sentNanos = sentNanos;
        }

        @Override
        public void token() {
            firstTokenNanos = nanos();
            firstToken(ask);
        }

        @Override
        public void ended() {
            watch.streamed(ask.candidate().target(), firstTokenNanos, nanos(), true);
            world.tally.succeeded++;
            over = true;
        }

        @Override
        public void failed(Verdict verdict) {
            if (firstTokenNanos < 0) {
                watch.silent(ask.candidate().target(), nanos());
            } else {
                watch.streamed(ask.candidate().target(), firstTokenNanos, nanos(), false);
            }
            PursuedCall.this.failed(ask, verdict);
        }

        private long nanos() {
            return world.timeline.now() - sentNanos;
        }
    }

    private void hedge(Move.Ask silentAsk) {
        if (!over && winner == null && silent.containsKey(silentAsk)) {
            askBeside();
        }
    }

    private void askBeside() {
        Move.Ask beside = pursuit.beside(world.timeline.now());
        if (beside != null) {
            send(beside);
        }
    }

    private void firstToken(Move.Ask ask) {
        long now = world.timeline.now();
        winner = ask;
        silent.remove(ask);
        pursuit.succeeded(ask, now);
        for (Map.Entry<Move.Ask, World.Flight> loser : List.copyOf(silent.entrySet())) {
            loser.getValue().cancel();
            watch.silent(loser.getKey().candidate().target(), now - loser.getValue().sentAtNanos);
            pursuit.overtaken(loser.getKey(), loser.getValue().headAtNanos <= now, now);
        }
        silent.clear();
        if (!begun) {
            begun = true;
            world.tally.firstToken(now - startNanos);
        }
    }

    private void failed(Move.Ask ask, Verdict verdict) {
        long now = world.timeline.now();
        silent.remove(ask);
        pursuit.failed(ask, verdict, now);
        if (ask == winner) {
            winner = null;
            rescue(now);
        } else if (silent.isEmpty()) {
            step();
        } else {
            askBeside();
        }
    }

    private void rescue(long now) {
        if (rule.rescue()) {
            pursuit.renewDeadline(now);
            step();
        } else {
            giveUp();
        }
    }

    private void deadline() {
        long now = world.timeline.now();
        if (over || winner != null || now < pursuit.deadlineNanos()) {
            return;
        }
        silent.forEach((ask, flight) -> {
            flight.cancel();
            watch.silent(ask.candidate().target(), now - flight.sentAtNanos);
            pursuit.abandoned(ask, now);
        });
        silent.clear();
        giveUp();
    }

    private void giveUp() {
        if (silent.isEmpty()) {
            over = true;
            world.tally.failed(world.timeline.now() - startNanos);
        }
    }
}
