package io.penstock.dialect;

import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.sse.Needle;
import org.jspecify.annotations.Nullable;

/**
 * How signatures stand in a dialect that has a place for its own vendor's. Those stand as they are. Those of others, and that
 * there is none, are marked with whose they are: a caller gives every thought back as it got it, so the mark tells where it
 * came from.
 */
public final class Seals {
    private static final String MARK = "penstock:";
    private static final String NONE = MARK + "none:";
    private static final Needle MARKED = Needle.of("\"" + MARK);

    private Seals() {}

    /**
     * As it stands in the dialect.
     *
     * @param own the vendor whose dialect it is
     */
    public static String written(@Nullable Signature signature, String own) {
        if (signature == null) {
            return NONE;
        }
        return signature.isOf(own) ? signature.data() : MARK + signature.vendor() + ":" + signature.data();
    }

    /**
     * What {@link #written} wrote; {@code null} where there is none.
     *
     * @param own the vendor whose dialect it is
     */
    public static @Nullable Signature read(@Nullable String text, String own) {
        if (text == null || text.isEmpty() || text.equals(NONE)) {
            return null;
        }
        int vendorEnd = text.startsWith(MARK) ? text.indexOf(':', MARK.length()) : -1;
        return vendorEnd < 0
                ? new Signature(own, text)
                : new Signature(text.substring(MARK.length(), vendorEnd), text.substring(vendorEnd + 1));
    }

    /**
     * Whether a body may hold thoughts of other vendors than the one whose dialect it is in. It must then be read and
     * written even where it goes to a provider of that dialect, who would refuse them.
     */
    public static boolean marked(Slice body) {
        return MARKED.in(body.array(), body.from(), body.to()) >= 0;
    }
}
