package io.penstock.dialect.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells of how it is asked to think. Names without a version, such as {@code gemini-flash-latest},
 * count as the newest generation.
 *
 * @param generation 2.5, 3.8, ...; 0 for what is no Gemini
 * @param pro whether it is a Pro, which always thinks
 */
record GeminiModel(double generation, boolean pro) {
    private static final Pattern GEMINI = Pattern.compile("(?:.*/)?gemini-(?:(\\d{1,2}(?:\\.\\d{1,2})?)(?![\\d.]))?.*");
    private static final double NEWEST = 99;

    private static final int PRO_BUDGET_MIN = 128;
    private static final int PRO_BUDGET_MAX = 32_768;
    private static final int FLASH_BUDGET_MIN = 512;
    private static final int FLASH_BUDGET_MAX = 24_576;
    private static final int LOW_BUDGET_MAX = 2_048;
    private static final int MEDIUM_BUDGET_MAX = 12_288;

    static GeminiModel of(String name) {
        Matcher matcher = GEMINI.matcher(name);
        if (!matcher.matches()) {
            return new GeminiModel(0, false);
        }
        String version = matcher.group(1);
        return new GeminiModel(version == null ? NEWEST : Double.parseDouble(version), name.contains("-pro"));
    }

    /** Whether it takes a {@code thinkingBudget}. */
    boolean takesBudget() {
        return generation >= 2.5 && generation < 3;
    }

    /** Whether it takes a {@code thinkingLevel}, and pictures inside a {@code functionResponse}. */
    boolean takesLevel() {
        return generation >= 3;
    }

    /** Google's own figures for OpenAI's words. */
    int budget(String effort) {
        return switch (effort) {
            case "none" -> pro ? PRO_BUDGET_MIN : 0;
            case "minimal", "low" -> 1_024;
            case "medium" -> 8_192;
            default -> FLASH_BUDGET_MAX;
        };
    }

    /** The nearest budget this model takes. */
    int budget(int tokens) {
        if (pro) {
            return Math.clamp(tokens, PRO_BUDGET_MIN, PRO_BUDGET_MAX);
        }
        return tokens <= 0 ? 0 : Math.clamp(tokens, FLASH_BUDGET_MIN, FLASH_BUDGET_MAX);
    }

    String level(String effort) {
        return switch (effort) {
            case "none", "minimal" -> pro || generation >= 4 ? "low" : "minimal";
            case "low", "medium" -> effort;
            default -> "high";
        };
    }

    String level(int tokens) {
        if (tokens <= 0) {
            return level("none");
        }
        return tokens <= LOW_BUDGET_MAX ? "low" : tokens <= MEDIUM_BUDGET_MAX ? "medium" : "high";
    }
}
