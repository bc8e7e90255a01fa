package io.penstock.simulator;

/** Where the simulator listens. Port 0 takes a free one, told by {@link SimulatorVerticle#actualPort()}. */
public record SimulatorOptions(String host, int port) {

    public SimulatorOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }
}
