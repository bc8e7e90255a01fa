package io.penstock.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that the configuration comes from, with what they held at one moment. A path counts also where no file is: one
 * may come to be there.
 *
 * @param digests SHA-256 of each file; empty where it cannot be read
 */
public record SourceFiles(Map<Path, String> digests) {
    private static final String ABSENT = "";

    public SourceFiles {
        digests = Map.copyOf(digests);
    }

    static SourceFiles none() {
        return new SourceFiles(Map.of());
    }

    /** These and one more, as it is now. */
    SourceFiles and(Path file) {
        Map<Path, String> all = new TreeMap<>(digests);
        all.put(file, digest(file));
        return new SourceFiles(all);
    }

    /** The same files as they are now. Blocks. */
    public SourceFiles again() {
        Map<Path, String> all = new TreeMap<>();
        digests.keySet().forEach(file -> all.put(file, digest(file)));
        return new SourceFiles(all);
    }

    private static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return ABSENT;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(YamlText.BYTES_MAX + 1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (IOException e) {
            return ABSENT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
