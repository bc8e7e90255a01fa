package io.penstock.resilience.simulated;

import io.penstock.resilience.Pursuit;
import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One streaming call as the proxy makes it: hedged, rescued, bound by one deadline. */
final class PursuedCall {
    private final World world;
    private final Pursuit pursuit;
    private final Rule rule;
    private final long startNanos;
    private final Map<Move.Ask, World.Flight> silent = new LinkedHashMap<>(4);
    private Move.Ask winner;
    private boolean begun;
    private boolean over;

    PursuedCall(World world, Pursuit pursuit, Rule rule) {
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
        int provider = Integer.parseInt(ask.candidate().target().provider());
        World.Flight flight = world.send(provider, ask.key(), new World.Listener() {
            @Override
            public void token() {
                firstToken(ask);
            }

            @Override
            public void ended() {
                world.tally.succeeded++;
                over = true;
            }

            @Override
            public void failed(Verdict verdict) {
                PursuedCall.this.failed(ask, verdict);
            }
        });
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
