package io.penstock.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The simulated provider as a deployable unit: one HTTP/1.1 server. Deploy one instance: its counters are its own. */
public final class SimulatorVerticle extends VerticleBase {

    private final SimulatorOptions options;
    private final InstantSource clock;
    private volatile @Nullable HttpServer server;

    public SimulatorVerticle(SimulatorOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions serverOptions = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setTcpNoDelay(true)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(serverOptions)
                .requestHandler(new Provider(vertx, clock))
                .listen()
                .onSuccess(listening -> server = listening);
    }

    /** The port it listens on, once deployed. */
    public int actualPort() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("the simulator does not listen yet");
        }
        return listening.actualPort();
    }
}
