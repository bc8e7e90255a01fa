package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.Dialects;
import io.penstock.dialect.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the description of the API says of its answers; that its paths exist is the matter of {@link AdminPagesTest}. */
class OpenApiTest {
    private static final String REF = "$ref";

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        try (var yaml = OpenApiTest.class.getResourceAsStream("/io/penstock/admin/openapi.yaml")) {
            document = new YAMLMapper().readTree(yaml);
        }
    }

    /** Each operation by method and path. */
    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .forEach(method -> operations.put(method.getKey() + " " + path.getKey(), method.getValue())));
        return operations;
    }

    private static boolean isCall(JsonNode operation) {
        return operation.path("tags").path(0).asText().equals("Calls");
    }

    private static JsonNode meant(JsonNode node) {
        return node.has(REF) ? document.at(node.get(REF).textValue().substring(1)) : node;
    }

    @Test
    void refersToNothingThatIsNotThere() {
        // When
        List<String> lost = document.findValuesAsText(REF).stream()
                .filter(ref -> document.at(ref.substring(1)).isMissingNode())
                .toList();

        // Then
        assertThat(lost).isEmpty();
    }

    @Test
    void tellsForEachCallWhatMayBeAnswered() {
        // Given
        List<JsonNode> calls =
                operations().values().stream().filter(OpenApiTest::isCall).toList();

        // Then
        assertThat(calls)
                .hasSizeGreaterThan(15)
                .allSatisfy(call -> assertThat(call.path("responses").fieldNames())
                        .toIterable()
                        .contains("200", "400", "401", "403", "404", "408", "413", "415", "429", "502", "503", "504"));
    }

    @Test
    void showsErrorsInTheFormOfEachCallersDialect() throws IOException {
        for (var operation : operations().entrySet()) {
            if (isCall(operation.getValue())) {
                // Given
                String path = operation.getKey();
                Wire wire = path.contains("/v1/messages")
                        ? Wire.MESSAGES
                        : path.contains("/v1beta/") ? Wire.GEMINI : Wire.CHAT;
                ApiError error = ApiError.invalid(400, "model", "some_code", "Some sentence.");
                JsonNode written = new ObjectMapper()
                        .readTree(Dialects.caller(wire).error(error).getBytes());

                // When
                JsonNode refused = meant(operation.getValue().path("responses").path("400"));
                JsonNode schema = meant(refused.at("/content/application~1json/schema"));

                // Then
                assertThat(names(schema.path("properties"))).as(path).isEqualTo(names(written));
                assertThat(names(schema.at("/properties/error/properties")))
                        .as(path)
                        .isEqualTo(names(written.path("error")));
            }
        }
    }

    private static TreeSet<String> names(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void asksForTheVersionWhereAStaleOneIsRefused() {
        // Given
        List<String> asking = new ArrayList<>();
        List<String> refusing = new ArrayList<>();

        // When
        operations().forEach((name, operation) -> {
            for (JsonNode parameter : operation.path("parameters")) {
                if (meant(parameter).path("name").asText().equals("If-Match")) {
                    asking.add(name + " " + meant(parameter).path("required").asBoolean());
                }
            }
            if (operation.path("responses").has("412")) {
                refusing.add(name + " " + operation.path("responses").has("428"));
            }
        });

        // Then
        assertThat(asking).hasSize(15).isEqualTo(refusing);
    }

    @Test
    void usesEverythingItDefines() {
        // Given
        List<String> used = document.findValuesAsText(REF);
        List<String> idle = new ArrayList<>();

        // When
        ObjectNode components = document.path("components").deepCopy();
        components.remove("securitySchemes");
        components
                .properties()
                .forEach(kind -> kind.getValue().fieldNames().forEachRemaining(name -> {
                    String ref = "#/components/" + kind.getKey() + "/" + name;
                    if (!used.contains(ref)) {
                        idle.add(ref);
                    }
                }));

        // Then
        assertThat(idle).isEmpty();
    }
}
