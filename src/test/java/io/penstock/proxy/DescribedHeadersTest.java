package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keeps the API's description complete in what it says of headers. */
class DescribedHeadersTest {
    private static final Set<String> FORMS = Set.of("OpenAiError", "AnthropicError", "GoogleError");

    @Test
    void tellOfEveryHeaderOfTheGatewaysOwn() throws Exception {
        // Given
        Set<String> ours = new TreeSet<>();
        for (Field field : Names.class.getDeclaredFields()) {
            if (field.get(null) instanceof CharSequence name && name.toString().startsWith("x-penstock-")) {
                ours.add(name.toString());
            }
        }
        assertThat(ours).hasSizeGreaterThan(6);

        // When
        JsonNode components;
        try (var yaml = getClass().getResourceAsStream("/io/penstock/admin/openapi.yaml")) {
            components = new YAMLMapper().readTree(yaml).path("components");
        }

        // Then
        Set<String> told = new TreeSet<>();
        components.at("/responses/Answer/headers").fieldNames().forEachRemaining(told::add);
        assertThat(told).contains("x-request-id", "request-id");
        for (JsonNode parameter : components.path("parameters")) {
            told.add(parameter.path("name").asText());
        }
        assertThat(told).containsAll(ours);
        for (String form : FORMS) {
            JsonNode headers = components.at("/responses/" + form + "/headers");
            assertThat(headers.fieldNames())
                    .toIterable()
                    .contains("x-penstock-call-id", "x-penstock-attempts", "x-should-retry", "retry-after");
        }
    }
}
