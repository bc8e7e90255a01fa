package io.penstock.imports;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of the file that may name a variable, as in {@code os.environ/AZURE_API_KEY}, instead of holding something. */
sealed interface Reference {
    /** The name of a variable. */
    record Variable(String name) implements Reference {}

    /** A text as it is. It may be a secret. */
    record Written(String text) implements Reference {}

    /** Nothing, or one of the words people write where no key is needed. */
    record Nothing(boolean said) implements Reference {}

    Pattern ENVIRONMENT = Pattern.compile("os\\.environ/([A-Za-z_][A-Za-z0-9_]{0,99})");
    Set<String> DUMMIES = Set.of(
            "none",
            "null",
            "empty",
            "dummy",
            "fake",
            "fake-key",
            "no-key",
            "not-needed",
            "not_needed",
            "anything",
            "no-key-required",
            "sk-no-key-required",
            "unused",
            "local",
            "ollama",
            "lm-studio",
            "na",
            "n/a",
            "x");

    static Reference of(@Nullable String text) {
        if (text == null) {
            return new Nothing(false);
        }
        Matcher variable = ENVIRONMENT.matcher(text);
        if (variable.matches()) {
            return new Variable(variable.group(1));
        }
        return DUMMIES.contains(text.toLowerCase(Locale.ROOT)) ? new Nothing(true) : new Written(text);
    }
}
