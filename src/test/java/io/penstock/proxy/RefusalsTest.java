package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.ApiError;
import io.penstock.routing.Exclusion;
import io.penstock.routing.Resolution;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    @Test
    void saysWhichFilterTookOutHowMany() {
        // Given
        Map<Exclusion, Integer> counts =
                new EnumMap<>(Map.of(Exclusion.NO_TOOLS, 3, Exclusion.CONTEXT_TOO_SMALL, 1, Exclusion.NOT_ALLOWED, 2));

        // When
        ApiError error = Refusals.excluded("auto", new Resolution.Excluded(counts));

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.code()).isEqualTo("no_candidate");
        assertThat(error.message())
                .isEqualTo("None of the 6 considered for 'auto' may be asked: is not allowed to this key (2),"
                        + " calls no tools (3), has too small a window (1).");
    }

    @Test
    void saysThatAKeyMayNotUseWhatItAsksFor() {
        // When
        ApiError error = Refusals.excluded("openai/gpt-5", new Resolution.Excluded(Map.of(Exclusion.NOT_ALLOWED, 1)));

        // Then
        assertThat(error.status()).isEqualTo(403);
        assertThat(error.code()).isEqualTo("permission_denied");
    }

    @Test
    void saysWhatToSetWhereNobodyCouldBeChosen() {
        // When
        ApiError error = Refusals.excluded("auto", new Resolution.Excluded(Map.of()));

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.message()).contains("OPENAI_API_KEY", "GET /v1/models");
    }
}
