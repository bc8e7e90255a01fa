package io.penstock.proxy;

import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes keys out of a provider's words before they are passed on: the operator's own, wherever they stand, and whatever
 * looks like a key, since some providers echo a part of it.
 */
final class Redaction {
    /** A shorter one, such as the {@code any} of a local server, is no secret but a word. */
    private static final int SECRET_CHARS_MIN = 8;

    private static final String HIDDEN = "[redacted]";
    /**
     * Prefixes of keys in use, and forms with the middle starred out. The last begins where a word does and gives
     * nothing back: a word as long as an echoed image would else be read once for each of its letters.
     */
    private static final Pattern KEY_LIKE = Pattern.compile(
            "\\b(?:sk|pk|gsk|xai|hf|csk|fw|AIza|r8|tgp)[-_][A-Za-z0-9*._-]{6,}|\\bAIza[A-Za-z0-9*_-]{6,}|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{2,}+\\*{3,}[A-Za-z0-9_-]*");

    private final List<ProviderKey> keys;

    private Redaction(List<ProviderKey> keys) {
        this.keys = keys;
    }

    static Redaction of(Provider provider) {
        return new Redaction(provider.keys());
    }

    String apply(String text) {
        String redacted = text;
        for (ProviderKey key : keys) {
            if (key.secret().length() >= SECRET_CHARS_MIN) {
                redacted = redacted.replace(key.secret(), HIDDEN);
            }
        }
        return KEY_LIKE.matcher(redacted).replaceAll(HIDDEN);
    }
}
