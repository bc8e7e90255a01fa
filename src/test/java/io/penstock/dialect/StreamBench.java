package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.sse.EventScanner;
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

/** What one event of a stream costs: found among 103 that arrived at once, and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBench {
    private static final int WORDS = 100;
    private static final int EVENTS = WORDS + 3;

    /** What each chunk carries beside its word. */
    @Param({"bare", "usage_null", "usage_null_obfuscation"})
    public String chunks;

    private byte[] bytes;

    @Setup
    public void setUp() {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            stream.append(chunk("{\"content\":\" word" + "s".repeat(i % 7) + "\"}", "null", i));
        }
        stream.append(chunk("{}", "\"stop\"", 5));
        stream.append(
                "data: {\"id\":\"chatcmpl-9x\",\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":100}}\n\n");
        stream.append("data: [DONE]\n\n");
        bytes = stream.toString().getBytes(UTF_8);
    }

    private String chunk(String delta, String finish, int i) {
        String usage = chunks.contains("usage") ? ",\"usage\":null" : "";
        String padding = chunks.contains("obfuscation") ? ",\"obfuscation\":\"" + "x7Qb2".repeat(1 + i % 3) + "\"" : "";
        return "data: {\"id\":\"chatcmpl-9xAbCdEfGhIjKlMnOpQrStUvWxYz\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1763600000,\"model\":\"gpt-6-sol-2026-06-18\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_1234567890\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]" + usage + padding + "}\n\n";
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int scan() {
        EventScanner scanner = new EventScanner();
        int events = 0;
        while (scanner.next(bytes, bytes.length, true)) {
            events++;
        }
        return events;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean scanAndRead() {
        return read(new OpenAiStream());
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean scanAndReadWithoutShapes() {
        return read(new OpenAiStream(false));
    }

    private boolean read(OpenAiStream stream) {
        EventScanner scanner = new EventScanner();
        while (scanner.next(bytes, bytes.length, true)) {
            stream.read(bytes, scanner);
        }
        return stream.finished();
    }
}
