package io.penstock.dialect.embeddings;

import static io.penstock.dialect.embeddings.EmbeddingProvider.COHERE;
import static io.penstock.dialect.embeddings.EmbeddingProvider.GEMINI;
import static io.penstock.dialect.embeddings.EmbeddingProvider.OLLAMA;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.chat.Slice;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Written;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingBridgeTest {
    private static final String GEMINI_ANSWER = "{\"embeddings\":[{\"values\":[0.5, -1.0, 0.25]},{\"values\":[3,4]}]}";
    private static final String COHERE_ANSWER = "{\"id\":\"x\",\"embeddings\":{\"float\":[[0.5,-1.0,0.25],[3,4]]},"
            + "\"texts\":[\"a\",\"b\"],\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":{\"input_tokens\":7}}}";
    private static final String OLLAMA_ANSWER =
            "{\"model\":\"m\",\"embeddings\":[[0.5,-1.0,0.25],[3,4]],\"prompt_eval_count\":9}";

    private static EmbeddingRequest read(String json) {
        return ((EmbeddingReading.Read) EmbeddingBridge.read(Slice.of(json))).request();
    }

    private static String written(EmbeddingProvider provider, Integer dimensions) {
        EmbeddingRequest request = new EmbeddingRequest("m", List.of("a", "b"), false, dimensions);
        return DialectLaws.body(EmbeddingBridge.write(request, provider, "up")).toString();
    }

    private static String answer(String json, EmbeddingProvider provider, boolean base64, Integer dimensions) {
        EmbeddingRequest request = new EmbeddingRequest("m", List.of("a", "b"), base64, dimensions);
        return EmbeddingBridge.answer(request, EmbeddingBridge.answered(Slice.of(json)), provider)
                .toString();
    }

    @Test
    void readsTextsAndHowVectorsAreWanted() {
        assertThat(read("{\"model\":\"m\",\"input\":\"a\"}"))
                .isEqualTo(new EmbeddingRequest("m", List.of("a"), false, null));
        assertThat(read("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\",\"dimensions\":256}"))
                .isEqualTo(new EmbeddingRequest("m", List.of("a", "b"), true, 256));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|input",
                "{\"input\":[]}|input",
                "{\"input\":[1,2]}|input",
                "{\"input\":[[1],[2]]}|input",
                "{\"input\":7}|input",
                "{\"input\":\"a\",\"encoding_format\":\"int8\"}|encoding_format",
                "{\"input\":\"a\",\"dimensions\":0}|dimensions",
                "{\"input\":\"a\",\"dimensions\":\"3\"}|dimensions"
            })
    void namesTheFieldThatIsWrong(String json, String field) {
        // When
        EmbeddingReading reading = EmbeddingBridge.read(Slice.of(json));

        // Then
        assertThat(((EmbeddingReading.Refused) reading).error().param()).isEqualTo(field);
    }

    @Test
    void asksEveryProviderInItsOwnWay() {
        assertThat(written(GEMINI, 3))
                .isEqualTo("{\"requests\":[{\"model\":\"models/up\",\"content\":{\"parts\":[{\"text\":\"a\"}]},"
                        + "\"outputDimensionality\":3},{\"model\":\"models/up\",\"content\":{\"parts\":[{\"text\":\"b\"}]},"
                        + "\"outputDimensionality\":3}]}");
        assertThat(written(COHERE, null))
                .isEqualTo("{\"model\":\"up\",\"texts\":[\"a\",\"b\"],\"input_type\":\"search_document\","
                        + "\"embedding_types\":[\"float\"]}");
        assertThat(written(OLLAMA, 3)).isEqualTo("{\"model\":\"up\",\"input\":[\"a\",\"b\"],\"dimensions\":3}");
    }

    @ParameterizedTest
    @CsvSource({"GEMINI,101", "COHERE,97"})
    void refusesMoreThanAProviderTakesAtOnce(EmbeddingProvider provider, int inputs) {
        // Given
        EmbeddingRequest request = new EmbeddingRequest("m", Collections.nCopies(inputs, "a"), false, null);

        // When
        Written written = EmbeddingBridge.write(request, provider, "up");

        // Then
        assertThat(((Written.Refused) written).error().param()).isEqualTo("input");
    }

    @Test
    void answersInNumbersAsTheyCame() {
        assertThat(answer(GEMINI_ANSWER, GEMINI, false, null))
                .isEqualTo("{\"object\":\"list\",\"data\":["
                        + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5, -1.0, 0.25]},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[3,4]}],"
                        + "\"model\":\"m\",\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}");
        assertThat(answer(COHERE_ANSWER, COHERE, false, null)).contains("\"prompt_tokens\":7,\"total_tokens\":7");
        assertThat(answer(OLLAMA_ANSWER, OLLAMA, false, null)).contains("\"prompt_tokens\":9,\"total_tokens\":9");
    }

    @Test
    void answersInBase64() {
        assertThat(answer(GEMINI_ANSWER, GEMINI, true, null)).contains("\"embedding\":\"AAAAPwAAgL8AAIA+\"");
        assertThat(answer(COHERE_ANSWER, COHERE, true, 3)).contains("\"embedding\":\"AAAAPwAAgL8AAIA+\"");
        assertThat(answer(OLLAMA_ANSWER, OLLAMA, true, 3)).contains("\"embedding\":\"AAAAPwAAgL8AAIA+\"");
    }

    @Test
    void bringsShortenedVectorsOfGeminiToLengthOne() {
        // When
        JsonObject second = new JsonObject(answer(GEMINI_ANSWER, GEMINI, false, 2))
                .getJsonArray("data")
                .getJsonObject(1);

        // Then
        assertThat(second.getJsonArray("embedding").getFloat(0)).isEqualTo(0.6f);
        assertThat(second.getJsonArray("embedding").getFloat(1)).isEqualTo(0.8f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "{}",
                "{\"embeddings\":[]}",
                "{\"embeddings\":[[1,\"a\"]]}",
                "{\"embeddings\":[[1]",
                "{\"error\":\"x\"}"
            })
    void knowsWhatHoldsNoVectors(String json) {
        assertThat(EmbeddingBridge.answered(Slice.of(json))).isNull();
    }

    @Test
    void answersNothingWhereVectorsAreMissingOrNoNumbers() {
        // Given
        EmbeddingRequest request = new EmbeddingRequest("m", List.of("a"), true, null);

        // When / Then
        assertThat(EmbeddingBridge.answer(request, new Embeddings(List.of(), 0), OLLAMA))
                .isNull();
        assertThat(EmbeddingBridge.answer(request, new Embeddings(List.of(Slice.of("[1e99]")), 0), OLLAMA))
                .isNull();
    }

    @Test
    void neverThrowsWhateverItReads() {
        Seeded.check(2000, random -> {
            String sample = Seeded.oneOf(
                    random, GEMINI_ANSWER, COHERE_ANSWER, OLLAMA_ANSWER, "{\"input\":[\"a\"],\"dimensions\":3}");
            DialectLaws.neverThrows(sample.getBytes(StandardCharsets.UTF_8), random, bytes -> {
                Slice body = new Slice(bytes, 0, bytes.length);
                EmbeddingBridge.read(body);
                Embeddings found = EmbeddingBridge.answered(body);
                if (found != null) {
                    List<String> inputs = Collections.nCopies(found.vectors().size(), "a");
                    EmbeddingBridge.answer(new EmbeddingRequest("m", inputs, true, 3), found, GEMINI);
                }
            });
        });
    }
}
