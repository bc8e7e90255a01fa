package io.penstock.resilience.simulated;

import io.penstock.resilience.Verdict;

/**
 * What gateways without a memory do: up to three requests a call, nothing learnt from one call for the next.
 *
 * @param elsewhere whether each further request goes to the next provider; else to the same one, after 0.5 s and 1 s
 */
record Unremembering(String name, boolean elsewhere) implements Strategy {
    private static final int ATTEMPTS_MAX = 3;
    private static final long PAUSE_NANOS = 500 * Behaviour.MILLI;

    static Strategy sameAgain() {
        return new Unremembering("same again", false);
    }

    static Strategy nextOne() {
        return new Unremembering("next one", true);
    }

    @Override
    public Runnable callers(World world) {
        int[] turn = {0};
        return () -> new Call(world, turn[0]++, world.timeline.now()).attempt(0);
    }

    private final class Call implements World.Listener {
        private final World world;
        private final int turn;
        private final long startNanos;
        private int attempts;
        private boolean begun;

        Call(World world, int turn, long startNanos) {
            this.world = world;
            this.turn = turn;
            this.startNanos = startNanos;
        }

        void attempt(int attempt) {
            attempts = attempt + 1;
            int provider = elsewhere ? attempt % world.scenario.providers().size() : 0;
            world.send(provider, (turn + attempt) % world.scenario.keys(), this);
        }

        @Override
        public void token() {
            begun = true;
            world.tally.firstToken(world.timeline.now() - startNanos);
        }

        @Override
        public void ended() {
            world.tally.succeeded++;
        }

        @Override
        public void failed(Verdict verdict) {
            if (begun || attempts == ATTEMPTS_MAX) {
                world.tally.failed(world.timeline.now() - startNanos);
            } else if (elsewhere) {
                attempt(attempts);
            } else {
                int next = attempts;
                world.timeline.after(PAUSE_NANOS * next, () -> attempt(next));
            }
        }
    }
}
