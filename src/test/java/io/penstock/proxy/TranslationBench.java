package io.penstock.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.Dialects;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Reply;
import io.penstock.dialect.Wire;
import io.penstock.json.JsonWriter;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What translation adds to one event of a stream of 1,000 words: read from the provider's dialect, written in the
 * caller's, and followed in that one. The stream's first and last events are a part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslationBench {
    private static final int WORDS = 1000;
    private static final int OUT_BYTES = 512;
    private static final Reply REPLY = new Reply("made1up", "asked-model", 1_763_600_000L, true);

    /** The provider's dialect, and the caller's. */
    @Param({
        "RESPONSES CHAT",
        "MESSAGES CHAT",
        "GEMINI CHAT",
        "CONVERSE CHAT",
        "COHERE CHAT",
        "OLLAMA CHAT",
        "CHAT RESPONSES",
        "CHAT MESSAGES",
        "CHAT GEMINI"
    })
    public String pair;

    private Wire from;
    private Wire to;
    private List<byte[]> events;
    private List<byte[]> framed;
    private byte[] written;

    @Setup
    public void setUp() {
        from = Wire.valueOf(pair.split(" ")[0]);
        to = Wire.valueOf(pair.split(" ")[1]);
        events = SpokenStream.of(from, WORDS);
        framed = events.stream().map(event -> SpokenStream.framed(from, event)).toList();
        JsonWriter out = new JsonWriter();
        translate(out);
        written = out.toString().getBytes(UTF_8);
        if (new String(written, UTF_8).split("words", -1).length < WORDS / 2) {
            throw new IllegalStateException("no such stream: " + out);
        }
    }

    private void translate(JsonWriter out) {
        EventReader reader = Dialects.upstream(from).events();
        EventWriter writer = Dialects.caller(to).events(REPLY);
        for (byte[] event : events) {
            reader.read(event, 0, event.length, said -> writer.write(said, out));
        }
    }

    /** Read and written, each event into bytes of its own. */
    @Benchmark
    @OperationsPerInvocation(WORDS)
    public int readAndWrite() {
        EventReader reader = Dialects.upstream(from).events();
        EventWriter writer = Dialects.caller(to).events(REPLY);
        int bytes = 0;
        for (byte[] event : events) {
            JsonWriter out = new JsonWriter(OUT_BYTES);
            reader.read(event, 0, event.length, said -> writer.write(said, out));
            bytes += out.length();
        }
        return bytes;
    }

    /** The same as the gateway does it with a stream whose events come one by one, its framing included. */
    @Benchmark
    @OperationsPerInvocation(WORDS)
    public int feed() {
        Translation translation = new Translation(Dialects.upstream(from), Dialects.caller(to), REPLY);
        int bytes = 0;
        for (byte[] event : framed) {
            bytes += translation.feed(Buffer.buffer(event)).length();
        }
        return bytes;
    }

    /** What was written, found and read once more, as with every stream. */
    @Benchmark
    @OperationsPerInvocation(WORDS)
    public int follow() {
        AnswerStream stream = Dialects.caller(to).follow();
        EventScanner scanner = new EventScanner();
        while (scanner.next(written, written.length, true)) {
            stream.read(written, scanner);
        }
        return stream.tokens();
    }
}
