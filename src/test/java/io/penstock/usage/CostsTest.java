package io.penstock.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.Attempt;
import io.penstock.call.CallRecord;
import io.penstock.call.Dearest;
import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.config.SettingsLoader;
import io.penstock.routing.ModelCards;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static final Attempt FAILED = new Attempt("groq", "openai/gpt-oss-20b", "503", 5, TokenUsage.UNREPORTED);

    private static ModelCards cards;

    @BeforeAll
    static void load() {
        cards = new SettingsLoader(Map.of()).load().routing().cards();
    }

    @Test
    void addUpTheAttemptsEachAtThePriceOfItsModel() {
        Attempt broken = attempt("groq", "openai/gpt-oss-20b", 1_001, 1, 3);
        Attempt rescued = attempt("anthropic", "claude-opus-5-5", 2_000, 0, 10);
        // 1000 x 0.075 + 1 x 0.0375 + 3 x 0.30, and 2000 x 4 + 10 x 20, per million; rounded to nine places
        assertThat(Costs.of(call("2026-11-21T10:00:00Z", FAILED, broken, rescued), cards))
                .isEqualTo("0.008275938");
    }

    @Test
    void areThoseOfTheDayInUtc() {
        Attempt attempt = attempt("gemini", "gemini-4-argon", 1_000_000, 0, 0);
        assertThat(Costs.of(call("2026-11-30T23:59:59.999Z", attempt), cards)).isEqualByComparingTo("2");
        assertThat(Costs.of(call("2026-12-01T00:00:00Z", attempt), cards)).isEqualByComparingTo("4");
    }

    @Test
    void areUnknownWhereAPartOfThemIs() {
        Attempt priced = attempt("xai", "grok-4.3", 10, 0, 10);
        String now = "2026-11-21T10:00:00Z";
        assertThat(Costs.of(call(now, priced), cards)).isNotNull();
        assertThat(Costs.of(call(now, priced, attempt("sim", "sim-fast", 10, 0, 10)), cards))
                .isNull();
        assertThat(Costs.of(call(now, attempt("xai", "grok-4.5", 10, 1, 10)), cards))
                .as("no price of cached input")
                .isNull();
        assertThat(Costs.of(call(now, FAILED), cards)).isNull();
        assertThat(Costs.of(call(now), cards)).isNull();
        assertThat(Costs.of(call(now, attempt("xai", "grok-4.3", Long.MAX_VALUE, 0, 0)), cards))
                .as("more than the column holds")
                .isNull();
    }

    @Test
    void tellWhatTheDearestChoiceWouldHaveCostMore() {
        Attempt attempt = attempt("groq", "openai/gpt-oss-20b", 1_001, 1, 3);
        Dearest opus = new Dearest("anthropic", "claude-opus-5-5");
        String now = "2026-11-21T10:00:00Z";
        // 1000 x 4 + 1 x 0.2 + 3 x 20, per million, less the call's own 0.0000759375
        assertThat(Costs.saved(chosen(now, opus, attempt), cards)).isEqualTo("0.003984263");
        assertThat(Costs.saved(call(now, attempt), cards)).isNull();
    }

    private static Attempt attempt(String provider, String model, long input, long cached, long output) {
        return new Attempt(provider, model, "200", 5, TokenUsage.reported(input, cached, 0, output, 0));
    }

    private static CallRecord call(String at, Attempt... attempts) {
        return chosen(at, null, attempts);
    }

    private static CallRecord chosen(String at, Dearest dearest, Attempt... attempts) {
        return new CallRecord(
                new UUID(0, 1),
                Instant.parse(at).toEpochMilli(),
                new UUID(0, 2),
                "key",
                "/v1/chat/completions",
                "p",
                "m",
                "m",
                false,
                new Outcome.Completed(),
                200,
                List.of(attempts),
                TokenUsage.UNREPORTED,
                -1,
                5,
                null,
                null,
                dearest);
    }
}
