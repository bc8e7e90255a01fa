package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is asked of a whole answer before its caller gets it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnswerBench {
    @Param({"1024", "65536"})
    public int answerBytes;

    private byte[] answer;

    @Setup
    public void setUp() {
        String words = "The river rises \\\"in the hills\\\" and is met by four others on its way.\\n";
        String before = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1769000000,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String behind = "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":210,\"total_tokens\":229,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}},"
                + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0\"}";
        int times = Math.max(1, (answerBytes - before.length() - behind.length()) / words.length());
        answer = (before + words.repeat(times) + behind).getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public boolean isError() {
        return OpenAiAnswers.isError(answer, 0, answer.length);
    }

    @Benchmark
    public TokenUsage usage() {
        return OpenAiAnswers.usage(answer, 0, answer.length);
    }
}
