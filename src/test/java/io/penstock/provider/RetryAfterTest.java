package io.penstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final long DAY = 86_400_000;
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after-ms: 1500 | 1500",
                "retry-after-ms: 0.5 | 1",
                "retry-after-ms: 250; retry-after: 9 | 250",
                "retry-after-ms: soon; retry-after: 9 | 9000",
                "retry-after: 7 | 7000",
                "retry-after: 0 | 0",
                "retry-after: 1.25 | 1250",
                "retry-after: .5 | 500",
                "retry-after: 1e1 | 10000",
                "retry-after: -3 | 0",
                "retry-after: NaN | 0",
                "retry-after: Infinity | 86400000",
                "retry-after: 99999999999999999999 | 86400000",
                "retry-after: 1e300 | 86400000",
                "retry-after: Fri, 20 Nov 2026 12:00:30 GMT | 30000",
                "retry-after: Friday, 20-Nov-26 12:00:30 GMT | 30000",
                "retry-after: Fri Nov 20 12:00:30 2026 | 30000",
                "retry-after: Sun, 06 Nov 1994 08:49:37 GMT | 0",
                "retry-after: Sunday, 06-Nov-94 08:49:37 GMT | 0",
                "retry-after: Sun Nov  6 08:49:37 1994 | 0",
                "retry-after: Fri, 20 Nov 2099 12:00:30 GMT | 86400000",
                "retry-after: Fri, 32 Nov 2026 12:00:30 GMT | -1",
                "retry-after: later | -1",
                "retry-after: 0x10 | -1",
                "retry-after: 5d | -1",
                "retry-after: | -1"
            })
    void readsRetryAfter(String headers, long millis) {
        assertThat(RetryAfter.millis(parsed(headers)::get, error("{}"), NOW)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic-ratelimit-requests-reset: 2026-11-20T12:00:05Z | 5000",
                "anthropic-ratelimit-requests-reset: 2026-11-20T11:00:05Z | 0",
                "anthropic-ratelimit-requests-reset: 2026-11-20T13:00:05+01:00 | 5000",
                "anthropic-ratelimit-requests-reset: 2026-11-20T12:00:05Z; anthropic-ratelimit-tokens-reset: 2026-11-20T12:00:02Z | 2000",
                "anthropic-ratelimit-requests-reset: 2026-11-20T11:00:05Z; anthropic-ratelimit-tokens-reset: 2026-11-20T12:00:02Z | 2000",
                "anthropic-ratelimit-tokens-reset: 2026-11-20T12:00:02Z; anthropic-ratelimit-input-tokens-remaining: 0;"
                        + " anthropic-ratelimit-input-tokens-reset: 2026-11-20T12:00:40Z | 40000"
            })
    void readsWhenAnthropicsLimitsAreReset(String headers, long millis) {
        assertThat(RetryAfter.millis(parsed(headers)::get, error("{}"), NOW)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ratelimit-reset-requests: 6m0s | 360000",
                "x-ratelimit-reset-tokens: 2m59.56s | 179560",
                "x-ratelimit-reset-tokens: 120ms | 120",
                "x-ratelimit-reset-tokens: 1h2m3s | 3723000",
                "x-ratelimit-reset-tokens: 500\u00B5s | 1",
                "x-ratelimit-reset-tokens: 37 | 37000",
                "x-ratelimit-reset-tokens: 37.5 | 37500",
                "x-ratelimit-reset-tokens: 6x | -1",
                "x-ratelimit-reset-tokens: m6 | -1",
                "x-ratelimit-reset-tokens: -5s | -1",
                "x-ratelimit-reset-requests: 6m0s; x-ratelimit-reset-tokens: 1s | 1000",
                "x-ratelimit-reset-requests: 6m0s; x-ratelimit-remaining-requests: 0; x-ratelimit-reset-tokens: 1s | 360000",
                "x-ratelimit-reset-requests: 6m0s; x-ratelimit-remaining-requests: -1; x-ratelimit-reset-tokens: 1s | 1000",
                "x-ratelimit-reset-requests: 6m0s; x-ratelimit-remaining-requests: 0; x-ratelimit-reset-tokens: 9m; x-ratelimit-remaining-tokens: 0 | 540000",
                "x-ratelimit-reset-requests-day: 30000.5; x-ratelimit-reset-tokens-minute: 12.25; x-ratelimit-remaining-tokens-minute: 0 | 12250",
                "x-ratelimit-reset: 3 | 3000",
                "x-ratelimit-reset: 1795176010 | 10000",
                "x-ratelimit-reset: 1795176010000 | 10000",
                "retry-after: 2; x-ratelimit-reset-tokens: 6m0s | 2000",
                "unrelated: 5 | -1"
            })
    void readsWhenOtherLimitsAreReset(String headers, long millis) {
        assertThat(RetryAfter.millis(parsed(headers)::get, error("{}"), NOW)).isEqualTo(millis);
    }

    private static Map<String, String> parsed(String headers) {
        Map<String, String> parsed = new HashMap<>();
        for (String header : headers.split("; ")) {
            String[] parts = header.split(":", 2);
            parsed.put(parts[0], parts[1].strip());
        }
        return parsed;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'details':[{'x':1},{'retryDelay':'34.4s'}]}} | 34400",
                "[{'error':{'details':[{'retryDelay':'34s'}],'message':'Please retry in 99s.'}}] | 34000",
                "{'error':{'details':[{'retryDelay':'soon'}],'message':'Please retry in 12.3s.'}} | 12300",
                "{'error':{'details':{'retryDelay':'3s'}}} | -1",
                "{'error':{'availability':{'retry_after':3}}} | 3000",
                "{'error':'Please try again in 1.2s.'} | 1200",
                "{'error':'Try again in 20ms'} | 20",
                "{'error':'Please retry after 37 seconds.'} | 37000",
                "{'error':'try again in 6m0s. Visit'} | 360000",
                "{'error':'try again in 1 hour 2 minutes'} | 3720000",
                "{'error':'try again in 3 days'} | 86400000",
                "{'error':'try again in 5 apples'} | -1",
                "{'error':'try again later'} | -1",
                "{'error':'try again in s'} | -1",
                "{} | -1",
                "<html>try again in 5s</html> | -1"
            })
    void readsBodies(String body, long millis) {
        assertThat(RetryAfter.millis(name -> null, error(body.replace('\'', '"')), NOW))
                .isEqualTo(millis);
    }

    @Test
    void prefersHeadersToBodiesAndLimitsToSentences() {
        // Given
        UpstreamError error = error("{\"error\":{\"message\":\"try again in 5s\"}}");

        // Then
        assertThat(RetryAfter.millis(Map.of("retry-after", "2")::get, error, NOW))
                .isEqualTo(2_000);
        assertThat(RetryAfter.millis(Map.of("x-ratelimit-reset-tokens", "9s")::get, error, NOW))
                .isEqualTo(9_000);
        assertThat(RetryAfter.asked(Map.of("x-ratelimit-reset-tokens", "9s")::get, error, NOW))
                .isEqualTo(5_000);
    }

    @Test
    void staysBetweenMinusOneAndADayWhateverItReads() {
        String[] pieces = {
            "1",
            "9".repeat(40),
            "-",
            ".",
            "s",
            "ms",
            "e9",
            "NaN",
            " ",
            "GMT",
            "Nov",
            ":",
            "2026",
            "T",
            "Z",
            "h",
            "\u00B5"
        };
        Seeded.check(5_000, random -> {
            // Given
            StringBuilder junk = new StringBuilder();
            for (int left = random.nextInt(12); left > 0; left--) {
                junk.append(Seeded.oneOf(random, pieces));
            }
            UpstreamError error = new UpstreamError(429, null, null, "try again in " + junk, null);

            // When
            long millis = RetryAfter.millis(
                    name -> random.nextInt(4) == 0 ? junk.toString() : null, error, random.nextLong());

            // Then
            assertThat(millis).as("%s", junk).isBetween(-1L, DAY);
        });
    }

    @Test
    void readsNoFurtherThanTheBeginningOfAHostileMessage() {
        String hostile = "try again in " + "1 s ".repeat(60_000) + "x";
        UpstreamError error = new UpstreamError(429, null, null, hostile, null);
        assertThat(RetryAfter.millis(name -> "1".repeat(300_000), error, NOW)).isEqualTo(4_000);
    }

    private static UpstreamError error(String body) {
        return UpstreamError.read(429, Buffer.buffer(body));
    }
}
