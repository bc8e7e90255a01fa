package io.penstock;

import io.penstock.simulator.SimulatorOptions;
import io.penstock.simulator.SimulatorVerticle;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock simulate}: an OpenAI-dialect provider that needs no key and misbehaves on request. */
@Command(
        name = "simulate",
        description = "Start only the simulated provider; its models are listed in docs/simulator.md.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind (default ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--port", defaultValue = "9090", description = "Port, 0 for any (default ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.builder().withTransport(Transports.choose("auto")).build();
        SimulatorVerticle simulator = new SimulatorVerticle(new SimulatorOptions(host, port), InstantSource.system());
        try {
            vertx.deployVerticle(simulator).await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            vertx.close();
            System.err.println("penstock: "
                    + PortCheck.refused(host, port, "--port", "--host", e).getMessage());
            return ServeCommand.EXIT_CONFIGURATION;
        }
        System.out.println("Simulated provider at http://" + host + ":" + simulator.actualPort()
                + "/v1 (no key needed; GET /v1/models lists its models)");
        return 0;
    }
}
