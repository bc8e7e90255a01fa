package io.penstock.provider;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an error says of itself, made comparable.
 *
 * @param words its machine-readable words as {@link #plain} has them
 * @param texts its sentences in lower case, at most 1,000 characters each
 */
record Signals(Set<String> words, List<String> texts) {
    /** AWS puts the name of its exception here, a colon and a URL after it. */
    private static final String AWS_ERROR_TYPE = "x-amzn-errortype";

    private static final String AWS_SUFFIX = "exception";

    static Signals of(UpstreamError error, Function<String, @Nullable String> headers) {
        Set<String> words = new HashSet<>();
        Stream.Builder<@Nullable String> texts = Stream.builder();
        Stream.Builder<@Nullable String> spelt = Stream.builder();
        spelt.add(error.type()).add(error.code()).add(headers.apply(AWS_ERROR_TYPE));
        texts.add(error.message());
        if (error.body() != null) {
            ErrorShape shape = new ErrorShape(error.body());
            shape.words().forEach(spelt::add);
            texts.add(shape.relayed());
        }
        spelt.build().forEach(word -> {
            if (word != null) {
                words.add(plain(word));
            }
        });
        words.remove("");
        return new Signals(
                words, texts.build().<String>mapMulti(Signals::lowered).toList());
    }

    private static void lowered(@Nullable String text, Consumer<String> sink) {
        if (text != null) {
            int end = Math.min(text.length(), ErrorShape.MESSAGE_CHARS_MAX);
            sink.accept(text.substring(0, end).toLowerCase(Locale.ROOT));
        }
    }

    /**
     * A word without what differs between spellings of it: {@code RESOURCE_EXHAUSTED} and {@code resource-exhausted},
     * {@code ThrottlingException}, {@code ThrottlingException:http://...} and {@code com.amazon#Throttling} are one each.
     */
    static String plain(String word) {
        String name = word.substring(word.indexOf('#') + 1);
        int colon = name.indexOf(':');
        String letters = (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(letters.length());
        letters.chars().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
        int end = plain.length() - AWS_SUFFIX.length();
        return end > 0 && plain.indexOf(AWS_SUFFIX, end) == end ? plain.substring(0, end) : plain.toString();
    }
}
