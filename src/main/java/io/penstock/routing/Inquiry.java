package io.penstock.routing;

import org.jspecify.annotations.Nullable;

/**
 * One call as the {@link Router} sees it.
 *
 * @param model as the caller wrote it, an ending such as {@code :eco} included; {@link #AUTO} where it named none
 * @param asked the level of the call's header; {@code null} where it has none
 * @param usual the level of the caller's key; {@code null} where it has none
 * @param needs what the request asks for
 * @param scope what the caller may use
 * @param prefix a hash of the beginning of a long prompt, so that calls which share it can be kept together; 0 where the
 *     prompt is too short for that
 */
public record Inquiry(
        String model, @Nullable PowerLevel asked, @Nullable PowerLevel usual, Needs needs, Scope scope, long prefix) {
    /** The name that leaves the choice of the model to the gateway. */
    public static final String AUTO = "auto";

    /** Whether a name leaves the choice of the model open; case does not matter. */
    public static boolean isAuto(String name) {
        return name.equalsIgnoreCase(AUTO);
    }

    /** Whether a name can only be {@link #AUTO} with a level behind a colon, whatever stands there. */
    public static boolean isAutoWithEnding(String name) {
        int end = AUTO.length();
        return name.length() > end && name.charAt(end) == ':' && name.regionMatches(true, 0, AUTO, 0, end);
    }

    /** A call of which no more than the model is known. */
    public static Inquiry of(String model) {
        return new Inquiry(model, null, null, Needs.NONE, Scope.ALL, 0);
    }
}
