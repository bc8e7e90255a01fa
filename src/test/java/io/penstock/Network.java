package io.penstock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A machine of its own behind a cable, as Linux can make one inside this machine: a network namespace. What runs there is
 * reached at {@link #FAR}, until its answers are {@link #swallow swallowed}.
 */
final class Network implements AutoCloseable {
    /** An address for benchmarks, which no real network has. */
    static final String FAR = "198.18.77.2";

    private static final String NEAR = "198.18.77.1";

    private final String name = "penstock" + ProcessHandle.current().pid();
    private final String cable = "pst" + ProcessHandle.current().pid();

    private Network() {}

    /** Makes one; null where this machine does not let its user. */
    static Network open() throws Exception {
        Network network = new Network();
        boolean made = network.ip("netns add " + network.name)
                && network.ip("link add " + network.cable + " type veth peer name far netns " + network.name)
                && network.ip("addr add " + NEAR + "/30 dev " + network.cable)
                && network.ip("link set " + network.cable + " up")
                && network.ip("-n " + network.name + " addr add " + FAR + "/30 dev far")
                && network.ip("-n " + network.name + " link set far up")
                && network.ip("-n " + network.name + " link set lo up");
        if (made) {
            return network;
        }
        network.close();
        return null;
    }

    /** What starts a program there. */
    List<String> launcher() {
        return List.of("ip", "netns", "exec", name);
    }

    /** From now on nothing that is sent there is answered: no byte, no acknowledgement, no reset. */
    void swallow() throws Exception {
        if (!ip("-n " + name + " route add blackhole " + NEAR + "/32")) {
            throw new IOException("the route was refused");
        }
    }

    /** Answers arrive again. */
    void mend() throws Exception {
        ip("-n " + name + " route del blackhole " + NEAR + "/32");
    }

    private boolean ip(String arguments) throws Exception {
        try {
            return new ChildProcess(Path.of("."), ("ip " + arguments).split(" "))
                    .run(Duration.ofSeconds(5))
                    .succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        ip("link del " + cable);
        ip("netns del " + name);
    }
}
