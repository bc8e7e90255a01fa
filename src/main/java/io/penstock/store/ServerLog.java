package io.penstock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the embedded server and its tools print: the file {@code postgres.log}. The server is told to log little but its
 * end; bound: {@link #KEPT_BYTES_MAX} are carried over from one start to the next.
 */
final class ServerLog {
    private static final long KEPT_BYTES_MAX = 1024 * 1024;
    private static final int TAIL_BYTES_MAX = 64 * 1024;
    private static final Pattern COMPLAINT = Pattern.compile("(?:FATAL|ERROR|error|could not [^:]*):\\s+(.*)");

    private final Path file;
    private final long start;

    private ServerLog(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    static ServerLog open(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > KEPT_BYTES_MAX) {
            OwnerOnly.write(file, "");
        }
        return new ServerLog(file, Files.size(file));
    }

    ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /** Why it failed, in the server's words: the first complaint since the log was opened, or else what we know. */
    String complaint(String known) {
        Matcher matcher = COMPLAINT.matcher(tail());
        return matcher.find() ? matcher.group(1) : known;
    }

    boolean contains(String words) {
        return tail().contains(words);
    }

    Path file() {
        return file;
    }

    private String tail() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES_MAX);
            channel.read(bytes, start);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
