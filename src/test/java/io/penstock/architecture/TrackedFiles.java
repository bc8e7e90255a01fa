package io.penstock.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The repository's text files: those git knows or would add, or without git all but what is built or local. */
final class TrackedFiles {
    private static final Set<String> LOCAL = Set.of("target", ".git", ".penstock", "node_modules", ".idea", ".vscode");

    private TrackedFiles() {}

    /** Path, with slashes, to text. */
    static Map<String, String> texts() throws IOException, InterruptedException {
        Map<String, String> texts = new TreeMap<>();
        for (String path : paths()) {
            if (Files.isRegularFile(Path.of(path))) {
                text(Files.readAllBytes(Path.of(path))).ifPresent(text -> texts.put(path, text));
            }
        }
        return texts;
    }

    private static List<String> paths() throws IOException, InterruptedException {
        List<String> known = askGit();
        return known.contains("pom.xml") ? known : walk();
    }

    private static List<String> askGit() throws IOException, InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), UTF_8);
            return git.waitFor() == 0 ? List.of(answer.split("\0")) : List.of();
        } catch (IOException gitIsNotInstalled) {
            return List.of();
        }
    }

    private static List<String> walk() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            return files.filter(path -> !isLocal(path))
                    .map(path -> path.toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static boolean isLocal(Path path) {
        for (Path part : path) {
            if (LOCAL.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
