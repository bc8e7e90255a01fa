package io.penstock.chat;

/**
 * A vendor's seal on its model's thoughts, or their encrypted form, which it wants back unchanged in the next call. Worth
 * nothing to another vendor, so it is left out there.
 *
 * @param vendor {@link #ANTHROPIC}, {@link #GOOGLE} or {@link #OPENAI}
 * @param data opaque
 */
public record Signature(String vendor, String data) {
    public static final String ANTHROPIC = "anthropic";
    public static final String GOOGLE = "google";
    public static final String OPENAI = "openai";

    /** Whether this vendor made it. */
    public boolean isOf(String other) {
        return vendor.equals(other);
    }
}
