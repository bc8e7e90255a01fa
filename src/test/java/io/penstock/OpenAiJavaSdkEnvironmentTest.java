package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A program that knows nothing of gateways reaches one by two environment variables. */
class OpenAiJavaSdkEnvironmentTest {
    @Test
    void reachesTheGatewayByTheTwoVariablesAlone() throws Exception {
        // Given
        try (TestGateway gateway = TestGateway.start("", Map.of())) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            ChildProcess program = new ChildProcess(
                            Path.of("."),
                            java,
                            "-XX:TieredStopAtLevel=1",
                            "-Dfile.encoding=UTF-8",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Application.class.getName())
                    .with(Map.of("OPENAI_BASE_URL", gateway.url("/v1"), "OPENAI_API_KEY", TestGateway.CLIENT_KEY));
            // When
            ChildProcess.Result result = program.run(Duration.ofSeconds(60));
            // Then
            assertThat(result.output())
                    .contains("whole: " + JavaSdk.TEN_WORDS)
                    .contains("streamed: " + JavaSdk.TEN_WORDS);
            assertThat(result.exit()).isZero();
        }
    }

    /** Somebody's program, written for OpenAI. */
    static final class Application {
        public static void main(String[] args) {
            OpenAIClient client = OpenAIOkHttpClient.fromEnv();
            System.out.println("whole: "
                    + client.chat()
                            .completions()
                            .create(JavaSdk.chat("sim-10x0").build())
                            .choices()
                            .getFirst()
                            .message()
                            .content()
                            .orElseThrow());
            System.out.println("streamed: " + JavaSdk.text(JavaSdk.chunks(client, JavaSdk.chat("sim-10x0"))));
            client.close();
        }
    }
}
