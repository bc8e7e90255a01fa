package io.penstock.google;

import io.penstock.google.Grant.Refused;
import io.penstock.google.Grant.Token;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import io.penstock.resilience.Verdict.ProviderFault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answered. A grant is {@code {"access_token","expires_in"}} (RFC 6749, 5.1), a refusal {@code
 * {"error","error_description"}} (5.2).
 */
final class GrantReading {
    /** A token is not shown in its last minutes, so that none expires on its way. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** A longer life is not believed. */
    private static final long SECONDS_MAX = 86_400;

    private static final int WORDS_MAX = 200;

    private GrantReading() {}

    /**
     * Never throws.
     *
     * @param asked when the exchange began, from which the token's life is counted
     * @param assertion what was sent; never repeated in words
     */
    static Grant of(int status, Buffer body, Instant asked, String assertion) {
        JsonObject object = object(body);
        if (status == 200) {
            Token token = object == null ? null : token(object, asked);
            return token == null ? refused(Fault.GARBLED, "the answer holds no access token") : token;
        }
        String words = words(status, object, assertion);
        if (status == 429 || status == 503) {
            return refused(Fault.OVERLOADED, words);
        }
        if (status == 408) {
            return refused(Fault.TIMEOUT, words);
        }
        if (status >= 500) {
            return refused(Fault.SERVER_ERROR, words);
        }
        // A refusal in another form comes from something in between, such as a proxy, which knows nothing of the key.
        return status >= 400 && object != null && object.getValue("error") instanceof String
                ? new Refused(new Verdict.BadKey(), words)
                : refused(Fault.GARBLED, words);
    }

    static Refused refused(Fault fault, String words) {
        return new Refused(new ProviderFault(fault), words);
    }

    private static @Nullable Token token(JsonObject object, Instant asked) {
        boolean readable = object.getValue("access_token") instanceof String value
                && !value.isEmpty()
                && value.chars().allMatch(c -> c > ' ' && c < 0x7F)
                && object.getValue("expires_in") instanceof Number seconds
                && seconds.longValue() > 0;
        if (!readable) {
            return null;
        }
        Duration life = Duration.ofSeconds(Math.min(SECONDS_MAX, object.getLong("expires_in")));
        Instant until = asked.plus(life).minus(lesser(MARGIN, life.dividedBy(2)));
        return new Token(object.getString("access_token"), until.minus(lesser(MARGIN, life.dividedBy(4))), until);
    }

    private static Duration lesser(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String words(int status, @Nullable JsonObject object, String assertion) {
        StringBuilder words = new StringBuilder("answered ").append(status);
        if (object != null && object.getValue("error") instanceof String error) {
            words.append(' ').append(printable(error, assertion));
            if (object.getValue("error_description") instanceof String description) {
                words.append(": ").append(printable(description, assertion));
            }
        }
        return words.toString();
    }

    private static String printable(String text, String assertion) {
        StringBuilder shown = new StringBuilder(text.replace(assertion, "..."));
        shown.setLength(Math.min(shown.length(), WORDS_MAX));
        for (int i = 0; i < shown.length(); i++) {
            if (shown.charAt(i) < ' ' || shown.charAt(i) > '~') {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }

    private static @Nullable JsonObject object(Buffer body) {
        try {
            return body.toJsonValue() instanceof JsonObject object ? object : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
