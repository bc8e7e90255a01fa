package io.penstock.architecture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first fenced code block of a Markdown page, read as {@code .ci/run} reads it. */
final class FirstCodeBlock {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```\\w*\n(.*?)^```");

    private FirstCodeBlock() {}

    /** Its lines without comments and blank lines. */
    static List<String> commands(String page) {
        Matcher block = FENCED.matcher(page);
        return block.find()
                ? block.group(1)
                        .lines()
                        .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList()
                : List.of();
    }
}
