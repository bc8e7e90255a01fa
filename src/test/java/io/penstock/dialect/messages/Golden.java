package io.penstock.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.chat.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bodies and streams written by hand, after Anthropic's reference. */
final class Golden {
    static final MessagesDialect DIALECT = new MessagesDialect();
    private static final Path FILES = Path.of("src/test/resources/golden/messages");

    private Golden() {}

    static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(FILES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Slice slice(String file) {
        byte[] bytes = bytes(file);
        return new Slice(bytes, 0, bytes.length);
    }

    static String text(String file) {
        return new String(bytes(file), UTF_8);
    }

    /** A body without the line ends that make it readable in its file. */
    static String oneLine(String file) {
        return text(file).replace("\n", "");
    }
}
