package io.penstock.dialect;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to guess a request's tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenEstimateBench {
    @Param({"1024", "16384", "262144", "1048576"})
    public int bodyBytes;

    @Param({"english", "chinese", "escaped", "picture"})
    public String kind;

    private Buffer body;

    @Setup
    public void setUp() throws IOException {
        String text = switch (kind) {
            case "picture" -> {
                byte[] picture = new byte[bodyBytes * 3 / 4];
                new Random(1).nextBytes(picture);
                yield Base64.getEncoder().encodeToString(picture);
            }
            case "escaped" -> Texts.escapedAscii(read("chinese"));
            default -> Texts.escaped(read(kind));
        };
        body = Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + text.repeat(bodyBytes / text.length() + 1).substring(0, bodyBytes) + "\"}]}");
    }

    private static String read(String kind) throws IOException {
        return Files.readString(Path.of("src/test/resources/tokens", kind + ".txt"));
    }

    @Benchmark
    public int inputTokens() {
        return TokenEstimate.inputTokens(body);
    }
}
