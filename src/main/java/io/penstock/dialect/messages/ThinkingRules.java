package io.penstock.dialect.messages;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model of Anthropic's makes of {@code thinking}, {@code effort} and sampling, told by its name (facts of November
 * 2026). A name that says nothing is taken for a model of today.
 *
 * @param manual takes a budget ({@code enabled})
 * @param adaptive decides itself how much it thinks ({@code adaptive}, {@code effort})
 * @param thinksUnasked thinks where nothing is said
 * @param canBeOff takes {@code disabled}
 * @param xhigh knows the effort {@code xhigh}
 * @param sampling takes {@code temperature}, {@code top_p} and {@code top_k}
 * @param oneOfTemperatureAndTopP refuses both together
 * @param formats knows {@code output_config.format} and strict tools
 * @param forcedTools takes a tool choice that forces a call
 */
record ThinkingRules(
        boolean manual,
        boolean adaptive,
        boolean thinksUnasked,
        boolean canBeOff,
        boolean xhigh,
        boolean sampling,
        boolean oneOfTemperatureAndTopP,
        boolean formats,
        boolean forcedTools) {

    /** {@code claude-opus-4-8}, {@code us.anthropic.claude-sonnet-4-5-20250929-v1:0}, {@code claude-opus-4.6}. */
    private static final Pattern NEW_NAME =
            Pattern.compile("(opus|sonnet|haiku|fable|mythos)-(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    /** {@code claude-3-7-sonnet-20250219}. */
    private static final Pattern OLD_NAME = Pattern.compile("claude-(\\d)(?:[-.](\\d))?-(?:opus|sonnet|haiku)");

    /** @param model as the provider spells it */
    static ThinkingRules of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher old = OLD_NAME.matcher(name);
        if (old.find()) {
            return of("", version(old.group(1), old.group(2)));
        }
        Matcher matcher = NEW_NAME.matcher(name);
        return matcher.find()
                ? of(matcher.group(1), version(matcher.group(2), matcher.group(3)))
                : of("opus", version("5", null));
    }

    /** Versions in tenths; minor versions have been below ten so far. */
    private static int version(String major, @Nullable String minor) {
        return 10 * Integer.parseInt(major) + (minor == null ? 0 : Math.min(9, Integer.parseInt(minor)));
    }

    private static ThinkingRules of(String family, int version) {
        boolean adaptive = version >= 46;
        boolean alwaysOn = switch (family) {
            case "fable", "mythos" -> true;
            case "opus" -> version >= 55;
            default -> false;
        };
        boolean forcedTools = !(family.equals("opus") && version >= 55 || alwaysOn && version >= 51);
        return new ThinkingRules(
                version >= 37 && version <= 46,
                adaptive,
                version >= 50,
                version >= 46 && !alwaysOn,
                version >= 47,
                version < 47,
                version >= 45,
                version >= 45,
                forcedTools);
    }
}
