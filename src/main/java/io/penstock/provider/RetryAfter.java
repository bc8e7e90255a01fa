package io.penstock.provider;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * When a provider asked to be called again, in milliseconds from now: 0 to one day, or -1 where it did not say. What is
 * negative or past is 0, what is longer than a day is one day, what cannot be read is passed over.
 */
final class RetryAfter {
    private static final int VALUE_CHARS_MAX = 64;

    /** Dimensions of limits: the middle of a header's name, or its end, with what has to stand before and after. */
    private static final List<Limits> LIMITS = List.of(
            new Limits(
                    "anthropic-ratelimit-%s-remaining",
                    "anthropic-ratelimit-%s-reset", List.of("requests", "tokens", "input-tokens", "output-tokens")),
            new Limits(
                    "x-ratelimit-remaining-%s",
                    "x-ratelimit-reset-%s",
                    List.of(
                            "requests",
                            "tokens",
                            "requests-minute",
                            "requests-hour",
                            "requests-day",
                            "tokens-minute",
                            "tokens-hour",
                            "tokens-day")),
            new Limits("x-ratelimit-remaining", "x-ratelimit-reset", List.of("")));

    private static final Pattern SENTENCE = Pattern.compile("(?:try again|retry) (?:in|after) "
            + "((?:\\d{1,9}(?:\\.\\d{1,9})? ?"
            + "(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)(?![a-z]) ?){1,4})");

    /** Azure has been seen to say -1: nothing is known then. */
    private static final Pattern ZERO = Pattern.compile(" *0+(?:\\.0*)? *");

    /** Headers of one family: {@code %s} is the dimension. */
    private record Limits(String remaining, String reset, List<String> dimensions) {}

    private RetryAfter() {}

    /** What the provider asked for in so many words, or else when its limits are reset. For a refusal by limits. */
    static long millis(Function<String, @Nullable String> headers, UpstreamError error, long nowMillis) {
        return firstOf(
                header(headers, "retry-after-ms", value -> Times.scaled(value, 1)),
                header(headers, "retry-after", value -> Times.secondsOrDate(value, nowMillis)),
                inBody(error),
                reset(headers, nowMillis),
                inSentence(error));
    }

    /**
     * What the provider asked for in so many words. For a failure that has nothing to do with limits: OpenAI and others
     * tell in every answer when those are reset.
     */
    static long asked(Function<String, @Nullable String> headers, UpstreamError error, long nowMillis) {
        return firstOf(
                header(headers, "retry-after-ms", value -> Times.scaled(value, 1)),
                header(headers, "retry-after", value -> Times.secondsOrDate(value, nowMillis)),
                inBody(error),
                inSentence(error));
    }

    private static long firstOf(long... candidates) {
        return LongStream.of(candidates)
                .filter(millis -> millis >= 0)
                .findFirst()
                .orElse(-1);
    }

    private interface Reader {
        long read(String value);
    }

    private static long header(Function<String, @Nullable String> headers, String name, Reader reader) {
        String value = headers.apply(name);
        return value == null || value.isBlank() || value.length() > VALUE_CHARS_MAX ? -1 : reader.read(value.strip());
    }

    /** Google's {@code retryDelay}, or OpenRouter's {@code availability.retry_after}. */
    private static long inBody(UpstreamError error) {
        if (error.body() == null) {
            return -1;
        }
        ErrorShape shape = new ErrorShape(error.body());
        for (JsonObject detail : shape.details()) {
            long millis = value(detail.getValue("retryDelay"));
            if (millis >= 0) {
                return millis;
            }
        }
        return value(shape.availability().getValue("retry_after"));
    }

    private static long value(@Nullable Object value) {
        String text = value instanceof String || value instanceof Number ? value.toString() : "";
        return text.isBlank() || text.length() > VALUE_CHARS_MAX ? -1 : Times.duration(text.strip());
    }

    private static long reset(Function<String, @Nullable String> headers, long nowMillis) {
        for (Limits limits : LIMITS) {
            List<Long> exhausted = new ArrayList<>();
            List<Long> known = new ArrayList<>();
            for (String dimension : limits.dimensions()) {
                String name = limits.reset().formatted(dimension);
                long reset = header(headers, name, value -> Times.durationOrInstant(value, nowMillis));
                if (reset >= 0) {
                    known.add(reset);
                    boolean none = isZero(headers.apply(limits.remaining().formatted(dimension)));
                    if (none) {
                        exhausted.add(reset);
                    }
                }
            }
            if (!known.isEmpty()) {
                return exhausted.isEmpty() ? earliest(known) : Collections.max(exhausted);
            }
        }
        return -1;
    }

    /** Of limits none of which is exhausted, the first to be reset may be the one; those already reset are not. */
    private static long earliest(List<Long> resets) {
        return resets.stream().filter(millis -> millis > 0).min(Long::compare).orElse(0L);
    }

    private static boolean isZero(@Nullable String remaining) {
        return remaining != null && ZERO.matcher(remaining).matches();
    }

    private static long inSentence(UpstreamError error) {
        if (error.message() == null) {
            return -1;
        }
        String message = error.message();
        int end = Math.min(message.length(), ErrorShape.MESSAGE_CHARS_MAX);
        Matcher sentence = SENTENCE.matcher(message.substring(0, end).toLowerCase(Locale.ROOT));
        return sentence.find() ? Times.duration(sentence.group(1)) : -1;
    }
}
