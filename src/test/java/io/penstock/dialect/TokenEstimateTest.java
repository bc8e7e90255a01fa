package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.sun.management.ThreadMXBean;
import io.penstock.Seeded;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates against what o200k_base counts; the page of them, docs/tokens.md. */
class TokenEstimateTest {
    private static final Path COMMITTED = Path.of("docs/tokens.md");
    private static final Path REGENERATED = Path.of("target/tokens.md");
    private static final int MESSAGE_TOKENS = 4;
    private static final int ANSWER_TOKENS = 3;
    private static Encoding encoding;

    @BeforeAll
    static void loadTheTokenizer() {
        encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    @Test
    void errorsStayWithinTheirBoundsAndAreWhatThePageSays() throws Exception {
        // When
        List<TokensPage.Kind> kinds =
                Texts.kinds().stream().map(TokenEstimateTest::kind).toList();
        List<TokensPage.Request> requests = requests();

        // Then
        assertThat(kinds).allSatisfy(kind -> {
            assertThat(TokensPage.mean(kind.unseen())).as(kind.name()).isLessThan(0.14);
            assertThat(TokensPage.worst(kind.unseen())).as(kind.name()).isLessThan(0.22);
            assertThat(kind.whole()).as(kind.name()).isBetween(-0.12, 0.12);
        });
        assertThat(kinds.stream()
                        .mapToDouble(kind -> TokensPage.mean(kind.unseen()))
                        .average()
                        .orElseThrow())
                .as("over all kinds")
                .isLessThan(0.07);
        String page = TokensPage.text(kinds, requests);
        Files.writeString(REGENERATED, page);
        if (Boolean.getBoolean("tokens.update")) {
            Files.writeString(COMMITTED, page);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as(
                        "look at %s, and if that is as it should be, run mvn test -Dtest=TokenEstimateTest -Dtokens.update=true",
                        REGENERATED)
                .isEqualTo(page);
    }

    private static TokensPage.Kind kind(String name) {
        List<String> passages = Texts.passages(name);
        List<Double> seen = new ArrayList<>();
        List<Double> unseen = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++) {
            (i % 2 == 0 ? seen : unseen).add(error(passages.get(i)));
        }
        String all = String.join("\n", passages);
        double bytesPerToken = (double) all.getBytes(UTF_8).length / encoding.countTokensOrdinary(all);
        return new TokensPage.Kind(name, seen, unseen, error(all), bytesPerToken);
    }

    private static double error(String text) {
        int counted = encoding.countTokensOrdinary(text) + MESSAGE_TOKENS + ANSWER_TOKENS;
        return (double) (estimate(chat(text)) - counted) / counted;
    }

    private static JsonObject chat(String... texts) {
        JsonArray messages = new JsonArray();
        for (int i = 0; i < texts.length; i++) {
            messages.add(new JsonObject()
                    .put("role", i % 2 == 0 ? "user" : "assistant")
                    .put("content", texts[i]));
        }
        return new JsonObject().put("model", "gpt-6-sol").put("messages", messages);
    }

    private static int estimate(JsonObject body) {
        return TokenEstimate.inputTokens(body.toBuffer());
    }

    private static List<TokensPage.Request> requests() {
        String system = Texts.passages("english").get(2);
        List<TokensPage.Request> requests = new ArrayList<>();
        requests.add(request("two words", List.of(), "Hello there"));
        requests.add(
                request("one question", List.of(), "What is the capital of Austria, and how many people live there?"));
        requests.add(request(
                "a conversation",
                List.of(),
                system,
                Texts.passages("english").get(4),
                Texts.passages("german").get(3),
                Texts.passages("french").get(1),
                Texts.passages("english").get(0)));
        requests.add(request(
                "code and a question",
                List.of(),
                "Why does this fail?\n\n" + Texts.passages("java").get(1) + "\n\n"
                        + Texts.passages("python").get(3)));
        requests.add(request("four tools", Texts.passages("schemas"), "Will it rain in Graz tomorrow?"));
        requests.add(request(
                "records to be summarised", List.of(), "Summarise:\n" + String.join("\n", Texts.passages("records"))));
        requests.add(request(
                "a long document", List.of(), (String.join("\n\n", Texts.passages("markdown")) + "\n\n").repeat(80)));
        return requests;
    }

    private static TokensPage.Request request(String name, List<String> tools, String... texts) {
        JsonObject body = chat(texts);
        int counted = ANSWER_TOKENS;
        for (String text : texts) {
            counted += encoding.countTokensOrdinary(text) + MESSAGE_TOKENS;
        }
        if (!tools.isEmpty()) {
            body.put("tools", new JsonArray(tools.stream().map(JsonObject::new).toList()));
            counted += encoding.countTokensOrdinary(body.getJsonArray("tools").encode());
        }
        return new TokensPage.Request(name, counted, estimate(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"german", "russian", "chinese", "japanese", "korean", "arabic", "hindi", "chatter"})
    void escapedCharactersCountAsWhatTheyStandFor(String kind) {
        // Given
        String text = String.join("\n", Texts.passages(kind));
        Buffer escaped = Buffer.buffer("{\"content\":\"" + Texts.escapedAscii(text) + "\"}");

        // Then
        assertThat(TokenEstimate.inputTokens(escaped))
                .isCloseTo(estimate(new JsonObject().put("content", text)), Percentage.withPercentage(3));
    }

    @Test
    void indentationOfTheBodyCountsLittle() {
        // Given
        JsonObject body = chat(Texts.passages("english").toArray(String[]::new))
                .put(
                        "tools",
                        new JsonArray(Texts.passages("schemas").stream()
                                .map(JsonObject::new)
                                .toList()));

        // Then
        assertThat(TokenEstimate.inputTokens(
                        Buffer.buffer(Json.encodePrettily(body).replace("\" : ", "\": "))))
                .isCloseTo(estimate(body), Percentage.withPercentage(15));
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 20_000, 3_000_000})
    void picturesCountTheSameWhateverTheirSize(int bytes) {
        // Given
        byte[] picture = new byte[bytes];
        new Random(1).nextBytes(picture);
        String base64 = Base64.getEncoder().encodeToString(picture);
        String question = Texts.passages("english").get(1);
        JsonObject plain = chat(question, question);
        String body = plain.encode()
                .replace(
                        "\"model\"",
                        "\"a\":\"data:image/png;base64,%1$s\",\"b\":{\"data\":\"%1$s\"},\"model\"".formatted(base64));

        // When
        int tokens = TokenEstimate.inputTokens(Buffer.buffer(body));
        int escaped = TokenEstimate.inputTokens(Buffer.buffer(body.replace("/", "\\/")));

        // Then
        assertThat(tokens - 2 * TokenEstimate.MEDIA_TOKENS).isCloseTo(estimate(plain), within(100));
        assertThat(escaped).isCloseTo(tokens, within(150));
    }

    @ParameterizedTest
    @ValueSource(strings = {"english", "chinese", "java", "records"})
    void longBodiesAreGuessedFromParts(String kind) {
        // Given
        String text = String.join("\n", Texts.passages(kind));
        int once = estimate(new JsonObject().put("content", text));
        int times = (1 << 20) / text.length();

        // Then
        assertThat(estimate(new JsonObject().put("content", text.repeat(times))))
                .isCloseTo(once * times, Percentage.withPercentage(4));
    }

    @Test
    void anyBytesAreCountedSomehow() {
        assertThat(TokenEstimate.inputTokens(Buffer.buffer())).isZero();
        Seeded.check(300, random -> {
            byte[] bytes = new byte[random.nextInt(9_000)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Many backslashes and quotes, for escapes that are cut off.
                bytes[i] = random.nextInt(4) == 0 ? (byte) "\\\\\"u0aé/".charAt(random.nextInt(8)) : bytes[i];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(TokenEstimate.inputTokens(bytes, from, to))
                    .isBetween(0, 2 * (to - from) + (to - from) / 256 * 1_000);
        });
    }

    @Test
    void nothingIsAllocated() {
        // Given
        byte[] body = chat(Texts.passages("markdown").toArray(String[]::new))
                .toBuffer()
                .getBytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long total = TokenEstimate.inputTokens(body, 0, body.length);
        long before = threads.getCurrentThreadAllocatedBytes();

        // When
        for (int i = 0; i < 1_000; i++) {
            total += TokenEstimate.inputTokens(body, 0, body.length);
        }

        // Then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        assertThat(total).isPositive();
    }
}
