package io.penstock.dialect.converse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose model it is, as far as Bedrock's requests depend on it.
 *
 * @param maker what is written differs by
 * @param line of Claude: {@code opus}, {@code sonnet}, {@code haiku}, {@code fable}, {@code mythos}; else empty
 * @param version of Claude times ten, 45 for 4.5; of Nova times ten; else 0
 */
record Family(Maker maker, String line, int version) {
    private static final Pattern CLAUDE =
            Pattern.compile("claude-(?:(opus|sonnet|haiku|fable|mythos)-)?(\\d{1,2})(?:[-.](\\d)(?!\\d))?");
    private static final Family OTHER = new Family(Maker.OTHER, "", 0);

    /** Makers with fields of their own. */
    enum Maker {
        CLAUDE,
        NOVA,
        GPT_OSS,
        OTHER
    }

    /** @param model a model's id, an inference profile's, or an ARN that names one */
    static Family of(String model) {
        if (model.contains("claude")) {
            Matcher name = CLAUDE.matcher(model);
            if (!name.find()) {
                return new Family(Maker.CLAUDE, "", 0);
            }
            String line = name.group(1) == null ? "" : name.group(1);
            int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
            return new Family(Maker.CLAUDE, line, 10 * Integer.parseInt(name.group(2)) + minor);
        }
        if (model.contains("amazon.nova")) {
            return new Family(Maker.NOVA, "", model.contains("nova-2") ? 20 : 10);
        }
        return model.contains("gpt-oss") ? new Family(Maker.GPT_OSS, "", 0) : OTHER;
    }

    boolean isClaude() {
        return maker == Maker.CLAUDE;
    }

    /** Whether it knows cache points, and the status of a tool's result. */
    boolean isClaudeOrNova() {
        return isClaude() || maker == Maker.NOVA;
    }

    /** Whether it thinks at all. */
    boolean claudeThinks() {
        return isClaude() && version >= 37;
    }

    /** Whether it decides itself how much it thinks; before, it is given a number of tokens. */
    boolean isAdaptive() {
        return isClaude() && version >= 46;
    }

    /** Whether it takes a number of tokens, too. */
    boolean takesBudget() {
        return claudeThinks() && version <= 46;
    }

    /** Whether its thoughts can be turned off. */
    boolean canBeSilent() {
        boolean always = line.equals("fable") || line.equals("mythos") || (line.equals("opus") && version >= 55);
        return !always;
    }

    /** Whether it thinks where nothing was said, and takes no forced tool. */
    boolean refusesForcedTools() {
        return isClaude() && ((line.equals("opus") && version >= 55) || (line.equals("fable") && version >= 51));
    }

    /** Whether it thinks where nothing was said, so that being silent has to be said. */
    boolean thinksUnasked() {
        return isClaude() && version >= 50;
    }

    /** Whether it refuses temperature and its like. */
    boolean refusesTemperature() {
        return isClaude() && version >= 47;
    }
}
