package io.penstock.dialect;

import io.penstock.chat.Slice;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to translate a request of 20 MB with three pictures, from its bytes to the provider's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MediaBench {
    private static final int PICTURES = 3;
    private static final int BODY_BYTES = 20 << 20;
    private static final Writing WRITING = new Writing("anthropic.claude-sonnet-5", 64_000, true, Set.of());

    /** The caller's dialect, and the provider's. */
    @Param({
        "CHAT MESSAGES",
        "CHAT GEMINI",
        "CHAT CONVERSE",
        "CHAT RESPONSES",
        "CHAT OLLAMA",
        "CHAT COHERE",
        "RESPONSES CHAT",
        "MESSAGES CHAT",
        "GEMINI CHAT"
    })
    public String pair;

    private Wire wire;
    private CallerDialect from;
    private UpstreamDialect to;
    private Slice body;

    @Setup
    public void setUp() {
        wire = Wire.valueOf(pair.split(" ")[0]);
        from = Dialects.caller(wire);
        to = Dialects.upstream(Wire.valueOf(pair.split(" ")[1]));
        String base64 = "iVBORw0KGgoAAAANSUhEUgAA".repeat(BODY_BYTES / PICTURES / 24);
        body = Slice.of(body((picture(base64) + ",").repeat(PICTURES)));
        int written = translate().length();
        if (written < BODY_BYTES * 9 / 10) {
            throw new IllegalStateException("pictures are missing: " + written);
        }
    }

    private String body(String pictures) {
        return switch (wire) {
            case CHAT, MESSAGES ->
                "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":[" + pictures
                        + "{\"type\":\"text\",\"text\":\"What is this?\"}]}]}";
            case RESPONSES ->
                "{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[" + pictures
                        + "{\"type\":\"input_text\",\"text\":\"What is this?\"}]}]}";
            default -> "{\"contents\":[{\"role\":\"user\",\"parts\":[" + pictures + "{\"text\":\"What is this?\"}]}]}";
        };
    }

    private String picture(String base64) {
        return switch (wire) {
            case CHAT -> "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + base64 + "\"}}";
            case MESSAGES ->
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" + base64
                        + "\"}}";
            case RESPONSES -> "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64," + base64 + "\"}";
            default -> "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + base64 + "\"}}";
        };
    }

    @Benchmark
    public Buffer translate() {
        ChatReading reading = from.read(body, RequestFacts.inPath("m", false, Buffer.buffer()));
        if (!(reading instanceof ChatReading.Read read)) {
            throw new IllegalStateException("refused: " + reading);
        }
        if (!(to.write(read.request(), WRITING) instanceof Written.Body written)) {
            throw new IllegalStateException("not written");
        }
        return written.bytes();
    }
}
