package io.penstock.routing;

import java.util.Locale;

/** Why a candidate is not asked for a call, in the order in which it is looked for. */
public enum Exclusion {
    /** Its provider cannot be asked: no key or no address of it is known. Looked for in explanations alone. */
    NO_KEY("has no key here"),
    /** The rule leaves it out. */
    EXCLUDED("is left out by the rule"),
    /** It is less good than the rule asks. */
    QUALITY_TOO_LOW("is below the quality_min of the rule"),
    /** Its provider serves it no more. */
    ENDED("has been shut down"),
    /** The caller's key may not use it. */
    NOT_ALLOWED("is not allowed to this key"),
    /** It is in none of the caller's data regions. */
    REGION("is in none of the key's data regions"),
    /** It is known not to call functions. */
    NO_TOOLS("calls no tools"),
    /** It is known not to see images. */
    NO_VISION("sees no images"),
    /** It is known not to hear. */
    NO_AUDIO("hears no sound"),
    /** It is known not to answer by a schema. */
    NO_JSON_SCHEMA("follows no JSON schema"),
    /** The request is longer than its window. */
    CONTEXT_TOO_SMALL("has too small a window"),
    /** It gives no answer as long as is asked for. */
    OUTPUT_TOO_SMALL("gives no answer of that length"),
    /** Experience shows that it rejects what the request uses. */
    INCOMPATIBLE("is known to reject what the request uses"),
    /** Its breaker is open, or all its keys or the model are benched. */
    UNAVAILABLE("is left alone after failures");

    private final String clause;
    private final String label = name().toLowerCase(Locale.ROOT);

    Exclusion(String clause) {
        this.clause = clause;
    }

    /** Its place in a set of bits, which goes by the order of looking. */
    @SuppressWarnings("EnumOrdinal")
    int bit() {
        return 1 << ordinal();
    }

    /** For machines, e.g. {@code no_tools}. */
    public String label() {
        return label;
    }

    /** For people, without a subject, e.g. {@code calls no tools}. */
    public String clause() {
        return clause;
    }

    /**
     * The same of so many, e.g. {@code call no tools}.
     *
     * @param rule the name of the rule that says who is chosen; empty: there is none
     */
    public String clause(int count, String rule) {
        int end = clause.indexOf(' ');
        String verb = clause.substring(0, end);
        String plural = switch (verb) {
            case "is" -> "are";
            case "has" -> "have";
            default -> verb.substring(0, verb.length() - 1);
        };
        String rest = clause.substring(end);
        return (count == 1 ? verb : plural) + (rule.isEmpty() ? rest : rest.replace("the rule", "rule '" + rule + "'"));
    }
}
