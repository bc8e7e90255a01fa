package io.penstock.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Texts of many kinds, each in passages, and how they stand in JSON. */
final class Texts {
    private static final Path FOLDER = Path.of("src/test/resources/tokens");
    private static final String END = "\n%%\n";

    private Texts() {}

    /** The kinds there are, by name. */
    static List<String> kinds() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The passages of one kind. Those at odd places, counted from 0, were not seen when the weights were fitted. */
    static List<String> passages(String kind) {
        try {
            return List.of(
                    Files.readString(FOLDER.resolve(kind + ".txt")).strip().split(END));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands between the quotes of a JSON string. */
    static String escaped(String text) {
        String quoted = new String(JsonString.quoted(text), StandardCharsets.UTF_8);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** The same with all but ASCII escaped, as Python writes it unless told otherwise. */
    static String escapedAscii(String text) {
        StringBuilder ascii = new StringBuilder();
        escaped(text).chars().forEach(c -> ascii.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return ascii.toString();
    }
}
