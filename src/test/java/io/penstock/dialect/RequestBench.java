package io.penstock.dialect;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read a request's body whole, and to write the provider's from it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestBench {
    private static final String MESSAGE =
            "{\"role\":\"user\",\"content\":\"" + "Tell me of the sea. ".repeat(9) + "\"}";

    @Param({"1024", "1048576"})
    public int bodyBytes;

    private Buffer body;
    private Buffer parts;
    private Buffer googles;
    private RequestFacts facts;

    @Setup
    public void setUp() {
        StringBuilder text =
                new StringBuilder("{\"model\":\"gpt-6-sol\",\"stream\":true,\"temperature\":0.7,\"messages\":[");
        text.append(MESSAGE);
        while (text.length() < bodyBytes - MESSAGE.length()) {
            text.append(',').append(MESSAGE);
        }
        body = Buffer.buffer(text.append("]}").toString());
        facts = (RequestFacts) OpenAiRequests.read(body);
        parts = Buffer.buffer(body.toString()
                .replace("\"content\":\"", "\"content\":[{\"type\":\"text\",\"text\":\"")
                .replace("\"}", "\"}]}"));
        googles = Buffer.buffer(body.toString()
                .replace("messages", "contents")
                .replace("\"content\":\"", "\"parts\":[{\"text\":\"")
                .replace("\"}", "\"}]}"));
    }

    @Benchmark
    public RequestReading read() {
        return OpenAiRequests.readConversation(body);
    }

    /** What is no conversation: without an estimate of its tokens. */
    @Benchmark
    public RequestReading readOther() {
        return OpenAiRequests.read(body);
    }

    /** With each message's text in a part of its own. */
    @Benchmark
    public RequestReading readParts() {
        return OpenAiRequests.readConversation(parts);
    }

    @Benchmark
    public RequestFacts readGoogles() {
        return RequestFacts.inPath("gemini-4-argon", true, googles);
    }

    @Benchmark
    public Buffer bodyWithUsageOption() {
        return facts.bodyFor(body, "gpt-6-sol", true);
    }
}
