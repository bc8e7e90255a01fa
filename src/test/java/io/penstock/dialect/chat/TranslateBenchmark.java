package io.penstock.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.chat.ChatEvent;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one chunk of a stream costs that is read into events and written again: what translation adds to a token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslateBenchmark {
    private final ChatDialect chat = new ChatDialect();
    private byte[] chunk;
    private EventReader reader;
    private EventWriter writer;

    @Setup
    public void setUp() {
        chunk = ("{\"id\":\"chatcmpl-9xAbCdEfGhIjKlMnOpQrStUvWxYz\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":1763600000,\"model\":\"gpt-6-sol-2026-06-18\",\"service_tier\":\"default\","
                        + "\"system_fingerprint\":\"fp_1234567890\",\"choices\":[{\"index\":0,\"delta\":"
                        + "{\"content\":\" words\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}")
                .getBytes(UTF_8);
        reader = chat.events();
        writer = chat.events(new Reply("made1up", "asked-model", 1_763_600_000L, true));
        readAndWrite();
    }

    @Benchmark
    public JsonWriter readAndWrite() {
        JsonWriter out = new JsonWriter(512);
        reader.read(chunk, 0, chunk.length, event -> writer.write(event, out));
        return out;
    }

    @Benchmark
    public int read() {
        int[] events = new int[1];
        reader.read(chunk, 0, chunk.length, (ChatEvent event) -> events[0]++);
        return events[0];
    }
}
