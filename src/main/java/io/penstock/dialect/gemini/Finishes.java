package io.penstock.dialect.gemini;

import io.penstock.chat.Finish;

/** Gemini's finish reasons. A call of a tool has none of its own: it ends with {@code STOP}. */
final class Finishes {
    /** The reason for a call whose arguments are no JSON object. */
    static final String MALFORMED_CALL = "MALFORMED_FUNCTION_CALL";

    private Finishes() {}

    /** @param calls whether the answer asks for tools. A reason that is not known yet counts as {@code STOP}. */
    static Finish read(String reason, boolean calls) {
        return switch (reason) {
            case "MAX_TOKENS" -> Finish.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> Finish.FILTERED;
            case MALFORMED_CALL,
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "MALFORMED_RESPONSE",
                    "NO_IMAGE",
                    "IMAGE_OTHER",
                    "OTHER" -> Finish.FAILED;
            default -> calls ? Finish.TOOLS : Finish.STOP;
        };
    }

    static String write(Finish finish) {
        return switch (finish) {
            case STOP, TOOLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTERED -> "SAFETY";
            case FAILED -> "OTHER";
        };
    }
}
