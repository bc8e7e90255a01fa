package io.penstock;

import io.penstock.dialect.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gateway and a scripted provider {@code fake-<dialect>} of every dialect, each with the models {@code <dialect>-*}. */
final class DialectStage implements AutoCloseable {
    private final Map<Wire, ScriptedUpstream> upstreams = new EnumMap<>(Wire.class);

    final TestGateway gateway;

    /** Models {@code <dialect>-next*} fall back to the provider {@link #after} theirs; all others have one attempt. */
    DialectStage() throws Exception {
        StringBuilder yaml = new StringBuilder("""
                usage: {flush_millis: 20}
                timeouts: {idle_seconds: 1, heartbeat_seconds: 0}
                resilience: {breaker: {streak: 10000, outcomes_min: 10000}}
                rules:
                """);
        for (Wire wire : Wire.values()) {
            Wire next = after(wire);
            yaml.append("""
                      - {models: ["%1$s-next*"], fallbacks: [fake-%2$s/%2$s-second]}
                    """.formatted(wire.label(), next.label()));
        }
        yaml.append("  - {models: [\"*\"], attempts_max: 1, rescue: false}\nproviders:\n");
        for (Wire wire : Wire.values()) {
            ScriptedUpstream upstream = new ScriptedUpstream();
            upstreams.put(wire, upstream);
            yaml.append("""
                      fake-%1$s:
                        dialect: %1$s
                        base_url: http://127.0.0.1:%2$s
                        api_key: sk-upstream-secret-0123456789
                        models: ["%1$s-*"]
                    """.formatted(wire.label(), upstream.port()));
        }
        gateway = TestGateway.start(yaml.toString(), Map.of());
    }

    ScriptedUpstream upstream(Wire wire) {
        return upstreams.get(wire);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        for (ScriptedUpstream upstream : upstreams.values()) {
            upstream.close();
        }
    }

    static Wire after(Wire wire) {
        return Wire.values()[(wire.ordinal() + 1) % Wire.values().length];
    }

    void plays(Wire wire, byte[]... pieces) {
        upstreams.get(wire).plays((request, socket) -> {
            say(wire, socket, pieces);
            socket.endOfChunks();
        });
    }

    /** Says the second part when the caller has the first token, and then ends, properly or not. */
    RawCaller.Answer askedInTwoParts(Wire caller, Wire wire, String model, byte[] second, boolean reset)
            throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        upstreams.get(wire).plays((request, socket) -> {
            say(wire, socket, Spoken.begin(wire), Spoken.token(wire, "Hello"));
            heard.await(5, TimeUnit.SECONDS);
            if (reset) {
                socket.reset();
            } else {
                socket.chunk(second);
                socket.endOfChunks();
            }
        });
        try (RawCaller asking = DialectCaller.asks(
                gateway, DialectCaller.path(caller, model, true), DialectCaller.body(caller, model, true, ""))) {
            String head = asking.head();
            String begun = new String(asking.chunk(), StandardCharsets.UTF_8);
            heard.countDown();
            RawCaller.Answer rest = asking.answer(head);
            return new RawCaller.Answer(head, begun + rest.body(), rest.whole());
        }
    }

    static void say(Wire wire, ScriptedUpstream.Wire socket, byte[]... pieces) throws IOException {
        socket.write(Spoken.head(wire));
        for (byte[] piece : pieces) {
            if (piece.length > 0) {
                socket.chunk(piece);
            }
        }
    }
}
