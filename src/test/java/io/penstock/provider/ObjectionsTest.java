package io.penstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Objection;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Feature;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ObjectionsTest {

    @ParameterizedTest
    @CsvFileSource(resources = "objections.txt", delimiter = '|', quoteCharacter = '^')
    void areReadOutOfRefusals(String learned, int status, String body) {
        // Given
        UpstreamError error = UpstreamError.read(status, Buffer.buffer(body));
        // When
        Verdict verdict = Verdicts.of(error, name -> null, 0);
        // Then
        assertThat(told(verdict)).isEqualTo(learned);
    }

    private static String told(Verdict verdict) {
        if (!(verdict instanceof Verdict.Incompatible(Objection objection))) {
            return verdict.label();
        }
        if (objection == null) {
            return "nothing";
        }
        String features =
                Feature.of(objection.uses()).stream().map(Feature::label).collect(Collectors.joining(" "));
        return (objection.against().name().toLowerCase(Locale.ROOT) + " " + features).strip();
    }
}
