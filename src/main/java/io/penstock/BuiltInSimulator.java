package io.penstock;

import io.penstock.provider.Endpoint;
import io.penstock.provider.Provider;
import io.penstock.simulator.SimulatorOptions;
import io.penstock.simulator.SimulatorVerticle;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** The provider that a process has of its own; it stands in no row. */
final class BuiltInSimulator {
    private BuiltInSimulator() {}

    /** Starts it on a free port. */
    static Provider start(Vertx vertx, InstantSource clock, Undo undo) {
        SimulatorVerticle simulator = new SimulatorVerticle(new SimulatorOptions("127.0.0.1", 0), clock);
        String id = Waiting.done(vertx.deployVerticle(simulator));
        undo.add("simulator", () -> Waiting.done(vertx.undeploy(id)));
        return Provider.simulator(new Endpoint(false, "127.0.0.1", simulator.actualPort(), "/v1"));
    }
}
