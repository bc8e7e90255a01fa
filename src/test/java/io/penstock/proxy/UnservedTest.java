package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.ApiError;
import io.penstock.routing.Exclusion;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Resolution;
import io.penstock.routing.Resolution.Group;
import io.penstock.routing.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnservedTest {
    private static ApiError excluded(String model, String rule, Map<Exclusion, Group> groups) {
        return Unserved.excluded(model, new Resolution.Excluded(PowerLevel.ECO, rule, groups));
    }

    private static Group group(int count, String... models) {
        return new Group(
                count,
                List.of(models).stream()
                        .map(model -> new Target("up", model, model))
                        .toList());
    }

    @Test
    void saysWhichFilterTookOutWhom() {
        // When
        ApiError error = excluded(
                "auto",
                "ours",
                Map.of(
                        Exclusion.NO_TOOLS, group(3, "a", "b/c"),
                        Exclusion.CONTEXT_TOO_SMALL, group(1, "d"),
                        Exclusion.NOT_ALLOWED, group(2),
                        Exclusion.QUALITY_TOO_LOW, group(2, "e", "f"),
                        Exclusion.EXCLUDED, group(1, "g")));

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.code()).isEqualTo("no_candidate");
        assertThat(error.message())
                .isEqualTo("None of the 9 candidates for 'auto' may be asked: up/g is left out by rule 'ours';"
                        + " up/e and up/f are below the quality_min of rule 'ours'; 2 are not allowed to this key;"
                        + " up/a, up/b/c and 1 more call no tools; up/d has too small a window.");
    }

    @Test
    void speaksOfOneAsOfOne() {
        assertThat(excluded("m", "", Map.of(Exclusion.REGION, group(1), Exclusion.NO_VISION, group(1, "m")))
                        .message())
                .isEqualTo("None of the 2 candidates for 'm' may be asked: 1 is in none of the key's data regions;"
                        + " up/m sees no images.");
        assertThat(excluded("m", "", Map.of(Exclusion.ENDED, group(1, "m"))).message())
                .isEqualTo("The only candidate for 'm' may not be asked: up/m has been shut down.");
    }

    @Test
    void saysThatAKeyMayNotUseWhatItAsksFor() {
        // When
        ApiError error = excluded("openai/gpt-5", "", Map.of(Exclusion.NOT_ALLOWED, group(1)));

        // Then
        assertThat(error.status()).isEqualTo(403);
        assertThat(error.code()).isEqualTo("permission_denied");
    }

    @Test
    void saysWhatToSetWhereNobodyCouldBeChosen() {
        // When
        ApiError error = excluded("auto", "", Map.of());

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.message()).contains("OPENAI_API_KEY", "GET /v1/models");
    }
}
