package io.penstock.chat;

/**
 * A field of the request for which the canonical call has no place.
 *
 * @param field its name in the caller's dialect, e.g. {@code logit_bias} or {@code safetySettings}
 * @param json its value, as it came
 * @param harmless whether an answer without it is still the answer that was asked for (a tag, a hint); what is not
 *     harmless is refused by a dialect that cannot express it
 */
public record Leftover(String field, Slice json, boolean harmless) {}
