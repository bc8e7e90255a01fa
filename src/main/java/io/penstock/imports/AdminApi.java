package io.penstock.imports;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.provider.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The admin API of a running gateway, as far as an import needs it. Blocks; the key is sent to this gateway alone. */
public final class AdminApi implements AutoCloseable {
    private static final int SECONDS_MAX = 30;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int CHARS_MAX = 400;
    private static final String PATH = "/api/v1/admin/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(SECONDS_MAX))
            .build();
    private final String base;
    private final String key;

    /** What became of a row. */
    public enum Outcome {
        MADE("made"),
        REPLACED("replaced"),
        LEFT("left alone, it is there already");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * @param url of the gateway, e.g. {@code http://127.0.0.1:8080}
     * @param key of an admin
     * @throws ImportException if there can be no gateway, or the key cannot be sent
     */
    public AdminApi(String url, String key) throws ImportException {
        try {
            this.base = Endpoint.parse(url).url();
        } catch (IllegalArgumentException e) {
            throw new ImportException("--url " + e.getMessage() + ": write e.g. http://127.0.0.1:8080");
        }
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new ImportException("the admin key is no key: it must be one word of visible ASCII characters");
        }
        this.key = key;
    }

    /** @throws ImportException if the gateway does not answer, or not to this key */
    public void check() throws ImportException {
        HttpResponse<byte[]> answer = send(
                request(PATH + Row.Kind.PROVIDER.resource() + "?limit=1").GET().build());
        if (answer.statusCode() != 200) {
            throw refused("the gateway at " + base, answer);
        }
    }

    /**
     * Makes a row.
     *
     * @param replace whether one that is there already is replaced
     * @throws ImportException if it is refused
     */
    public Outcome send(Row row, boolean replace) throws ImportException {
        byte[] body = Page.json(Page.body(row)).getBytes(StandardCharsets.UTF_8);
        String collection = PATH + row.kind().resource();
        HttpResponse<byte[]> answer =
                send(request(collection).POST(BodyPublishers.ofByteArray(body)).build());
        if (answer.statusCode() == 201) {
            return Outcome.MADE;
        }
        if (answer.statusCode() != 409 || !exists(answer)) {
            throw refused(row.kind().label() + " " + row.title(), answer);
        }
        if (!replace) {
            return Outcome.LEFT;
        }
        HttpResponse<byte[]> replaced = send(request(collection + "/" + encoded(row.title()))
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofByteArray(body))
                .build());
        if (replaced.statusCode() / 100 != 2) {
            throw refused(row.kind().label() + " " + row.title(), replaced);
        }
        return Outcome.REPLACED;
    }

    /** Other conflicts say so by their code. */
    private static boolean exists(HttpResponse<byte[]> answer) {
        String code = error(answer).path("code").asText("");
        return code.isEmpty() || code.contains("exists");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(SECONDS_MAX))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws ImportException {
        try {
            return client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        } catch (IOException e) {
            throw new ImportException("the gateway at " + base + " does not answer: start it, or name it with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImportException("the gateway at " + base + " was not waited for");
        }
    }

    private static String encoded(String title) {
        return Arrays.stream(title.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    /** With the gateway's own sentence. */
    private static ImportException refused(String what, HttpResponse<byte[]> answer) {
        String message =
                error(answer).path("message").asText("").lines().findFirst().orElse("");
        String shown = message.length() > CHARS_MAX ? message.substring(0, CHARS_MAX) + "..." : message;
        return new ImportException(
                what + " was refused with " + answer.statusCode() + (shown.isEmpty() ? "" : ": " + shown));
    }

    private static JsonNode error(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body()).path("error");
        } catch (JacksonException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
