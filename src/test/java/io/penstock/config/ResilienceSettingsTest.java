package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.BenchRules;
import io.penstock.resilience.BreakerRules;
import io.penstock.routing.ModelRule;
import io.penstock.routing.Rule;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResilienceSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheDocumentationWhereNothingIsWritten() throws IOException {
        // When
        Settings settings = new Loading(folder, "").settings();

        // Then
        assertThat(settings.timeouts()).isEqualTo(new Settings.Timeouts(60, 5_000, 15, 120, 900, 20, 15, 600));
        assertThat(settings.resilience())
                .isEqualTo(new Settings.Resilience(
                        3,
                        10,
                        60,
                        true,
                        false,
                        1_000,
                        262_144,
                        1_048_576,
                        new BreakerSettings(30, 10, 50, 5, 5, 60),
                        new BenchSettings(1, 60, 1_800, 60, 60)));
        assertThat(settings.routing().rule()).isEqualTo(new Rule(3, 120_000, 900_000, 10_000, 60_000, true, false));
        assertThat(settings.routing().rules()).noneMatch(ModelRule::reaches);
    }

    @Test
    void areTurnedIntoNanoseconds() {
        // Given
        BreakerSettings breaker = new BreakerSettings(30, 10, 50, 5, 6, 3_600);
        BenchSettings bench = new BenchSettings(1, 2, 604_800, 4, 5);

        // Then
        assertThat(breaker.rules())
                .isEqualTo(new BreakerRules(30_000_000_000L, 10, 50, 5, 6_000_000_000L, 3_600_000_000_000L));
        assertThat(bench.rules())
                .isEqualTo(new BenchRules(
                        1_000_000_000L,
                        2_000_000_000L,
                        604_800_000_000_000L,
                        4_000_000_000L,
                        5_000_000_000L,
                        BenchSettings.CELLS_MAX));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeouts: {first_token_seconds: 0} | timeouts.first_token_seconds is 0 but must lie between 1 and 3600",
                "timeouts: {answer_seconds: 0} | timeouts.answer_seconds is 0 but must lie between 1 and 7200",
                "timeouts: {headers_seconds: 0} | timeouts.headers_seconds is 0 but must lie between 1 and 3600",
                "timeouts: {heartbeat_seconds: -1} | timeouts.heartbeat_seconds is -1 but must lie between 0 and 3600",
                "resilience: {attempts_max: 0} | resilience.attempts_max is 0 but must lie between 1 and 10",
                "resilience: {hedge_after_seconds: -1} | resilience.hedge_after_seconds is -1 but must lie between 0 and 3600",
                "resilience: {waiting_calls_max: -1} | resilience.waiting_calls_max is -1 but must lie between 0 and 100000",
                "resilience: {rescue_text_bytes_max: 16777217} | resilience.rescue_text_bytes_max is 16777217 but must lie"
                        + " between 0 and 16777216",
                "resilience: {atempts_max: 1} | resilience.atempts_max is no setting; did you mean attempts_max?",
                "resilience: {breaker: {streak: 0}} | resilience.breaker.streak is 0 but must lie between 1 and 10000",
                "resilience: {breaker: {failure_percent: 101}} | resilience.breaker.failure_percent is 101 but must lie between 1"
                        + " and 100",
                "resilience: {breaker: {open_seconds: 61}} | resilience.breaker.open_seconds is 61 but open_seconds_max is 60:"
                        + " lower the one or raise the other",
                "resilience: {breaker: {steak: 3}} | resilience.breaker.steak is no setting; did you mean streak?",
                "resilience: {bench: {key_seconds: 0}} | resilience.bench.key_seconds is 0 but must lie between 1 and 604800",
                "resilience: {bench: {rate_limit_seconds_min: 61}} | resilience.bench.rate_limit_seconds_min is 61 but"
                        + " rate_limit_seconds_max is 60: lower the one or raise the other"
            })
    void areRefusedInOneSentence(String yaml, String message) throws IOException {
        assertThat(new Loading(folder, yaml).refusal()).isEqualTo("FILE: " + message);
    }
}
