package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code penstock import litellm} as a process, against a server that answers as the admin API does. */
class ImportCommandTest {
    private static final int END_SECONDS_MAX = 30;
    private static final String KEY = "an-admin-key";
    private static final Path TEAM =
            Path.of("src/test/resources/litellm/team.yaml").toAbsolutePath();

    @TempDir
    Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/v1/admin/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    /** It has groq already, and takes no rule that is called fast. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        boolean known = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String name = method.equals("POST") ? new JsonObject(body).getString("name", "") : "";
        requests.add(method + " " + path + (name.isEmpty() ? "" : " " + name));
        int status = !known ? 401 : method.equals("POST") ? 201 : 200;
        String message = known ? "" : "This key is not an admin's.";
        if (name.equals("groq")) {
            status = 409;
        } else if (name.equals("fast")) {
            status = 400;
            message = "spec.pin names nobody.";
        }
        if (method.equals("PUT") && !"*".equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
            status = 428;
        }
        byte[] answer = new JsonObject()
                .put(
                        "error",
                        new JsonObject().put("message", message).put("code", status == 409 ? "already_exists" : "x"))
                .toBuffer()
                .getBytes();
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ServerProcess run(Map<String, String> environment, String... arguments) throws IOException {
        return ServerProcess.run(directory, environment, List.of(), arguments);
    }

    private String url() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort();
    }

    @Test
    void showsWhatItWouldDoAndDoesNothing() throws Exception {
        // When
        try (ServerProcess text = run(Map.of(), "import", "litellm", TEAM.toString());
                ServerProcess json = run(Map.of(), "import", "litellm", TEAM.toString(), "--json")) {
            // Then
            assertThat(text.awaitEnd(END_SECONDS_MAX)).isZero();
            assertThat(text.output()).contains("6 deployments become 5 providers, 2 models and 5 rules.");
            assertThat(text.errors()).contains("Nothing was changed");
            assertThat(json.awaitEnd(END_SECONDS_MAX)).isZero();
            JsonObject draft = new JsonObject(json.output());
            assertThat(draft.getJsonArray("rows")).hasSize(12);
            assertThat(draft.getJsonArray("findings")).isNotEmpty();
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void stopsAtTheFirstRefusalAndSaysWhatWasMade() throws Exception {
        // Given
        Path key = Files.writeString(directory.resolve("key"), KEY + "\n");

        // When
        try (ServerProcess apply = run(
                Map.of(),
                "import",
                "litellm",
                TEAM.toString(),
                "--apply",
                "--url",
                url(),
                "--admin-key-file",
                key.toString())) {
            // Then
            assertThat(apply.awaitEnd(END_SECONDS_MAX)).isEqualTo(1);
            assertThat(apply.errors())
                    .contains("provider groq: left alone", "model openai/text-embedding-3-small: made")
                    .contains("penstock: rule fast was refused with 400: spec.pin names nobody.")
                    .contains("Stopped there. 8 made, 0 replaced, 1 left alone.")
                    .doesNotContain(KEY);
            assertThat(requests).first().isEqualTo("GET /api/v1/admin/providers");
            assertThat(requests).last().isEqualTo("POST /api/v1/admin/routing-rules fast");
        }
    }

    @Test
    void replacesWhatIsThereOnlyIfTold() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("config.yaml"), """
                model_list:
                  - {model_name: quick, litellm_params: {model: groq/openai/gpt-oss-120b}}
                """);

        // When
        try (ServerProcess apply = run(
                Map.of("PENSTOCK_ADMIN_KEY", KEY),
                "import",
                "litellm",
                file.toString(),
                "--apply",
                "--replace",
                "--url",
                url())) {
            // Then
            assertThat(apply.awaitEnd(END_SECONDS_MAX)).isZero();
            assertThat(apply.errors()).contains("provider groq: replaced", "1 made, 1 replaced, 0 left alone.");
            assertThat(requests).contains("PUT /api/v1/admin/providers/groq");
        }
    }

    @Test
    void saysInOneSentenceWhatCannotBe() throws Exception {
        // Given
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "model_list: []");

        // When
        try (ServerProcess wrongKey = run(
                        Map.of("PENSTOCK_ADMIN_KEY", "wrong"),
                        "import",
                        "litellm",
                        TEAM.toString(),
                        "--apply",
                        "--url",
                        url());
                ServerProcess nothing = run(Map.of(), "import", "litellm", empty.toString());
                ServerProcess absent = run(Map.of(), "import", "litellm", "absent.yaml");
                ServerProcess nobody = run(
                        Map.of("PENSTOCK_ADMIN_KEY", "k"),
                        "import",
                        "litellm",
                        TEAM.toString(),
                        "--apply",
                        "--url",
                        "http://127.0.0.1:1")) {
            // Then
            assertThat(wrongKey.awaitEnd(END_SECONDS_MAX)).isEqualTo(1);
            assertThat(wrongKey.errors()).contains("was refused with 401: This key is not an admin's.", "0 made");
            assertThat(nothing.awaitEnd(END_SECONDS_MAX)).isEqualTo(65);
            assertThat(nothing.errors()).contains("nothing of empty.yaml can be carried over");
            assertThat(absent.awaitEnd(END_SECONDS_MAX)).isEqualTo(78);
            assertThat(absent.errors()).contains("absent.yaml cannot be read").doesNotContain("Exception");
            assertThat(nobody.awaitEnd(END_SECONDS_MAX)).isEqualTo(1);
            assertThat(nobody.errors()).contains("does not answer").doesNotContain("Exception");
        }
    }
}
