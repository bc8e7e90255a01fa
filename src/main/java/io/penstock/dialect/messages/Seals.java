package io.penstock.dialect.messages;

import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.sse.Needle;
import org.jspecify.annotations.Nullable;

/**
 * How signatures stand in a thinking block. Anthropic's stand as they are. Those of others, and that there is none, are
 * marked with whose they are: a caller gives every block back as it got it, so the mark tells where it came from.
 */
final class Seals {
    private static final String MARK = "penstock:";
    private static final String NONE = MARK + "none:";
    private static final Needle MARKED = Needle.of("\"" + MARK);

    private Seals() {}

    /** As it stands in {@code signature} or {@code data}. */
    static String written(@Nullable Signature signature) {
        if (signature == null) {
            return NONE;
        }
        return signature.isOf(Signature.ANTHROPIC)
                ? signature.data()
                : MARK + signature.vendor() + ":" + signature.data();
    }

    /** {@code null} where there is none. */
    static @Nullable Signature read(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals(NONE)) {
            return null;
        }
        int vendorEnd = text.startsWith(MARK) ? text.indexOf(':', MARK.length()) : -1;
        return vendorEnd < 0
                ? new Signature(Signature.ANTHROPIC, text)
                : new Signature(text.substring(MARK.length(), vendorEnd), text.substring(vendorEnd + 1));
    }

    /** Whether a body may hold thoughts that are not Anthropic's. */
    static boolean marked(Slice body) {
        return MARKED.in(body.array(), body.from(), body.to()) >= 0;
    }
}
