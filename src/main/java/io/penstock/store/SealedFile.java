package io.penstock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One file that nobody can read or change without the key beside it: AES-256-GCM (NIST SP 800-38D), a new nonce each
 * time. It is bound to what it was made of: under another name it does not open. Blocks; for one thread at a time.
 */
final class SealedFile {
    /** Its last character is the version of the format. */
    private static final byte[] MAGIC = "penstock copy 1".getBytes(StandardCharsets.US_ASCII);

    private static final String KEY_FILE = "copy.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int NAME_BYTES = 8;
    private static final long BYTES_MAX = 256L << 20;

    private final Path directory;
    private final Path file;
    private final byte[] source;
    private final SecureRandom random = new SecureRandom();

    /** @param source what the content is of; part of the file's name as a hash */
    SealedFile(Path directory, String source) {
        this.directory = directory;
        this.source = source.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(this.source);
            String name = HexFormat.of().formatHex(hash, 0, NAME_BYTES);
            this.file = directory.resolve("copy-" + name + ".sealed");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Path path() {
        return file;
    }

    /** Takes the place of what was there, whole or not at all; on disk when this returns. */
    void write(byte[] content) throws IOException {
        OwnerOnly.createDirectories(directory);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(true), nonce).doFinal(content);
            ByteBuffer whole = ByteBuffer.allocate(MAGIC.length + NONCE_BYTES + sealed.length);
            whole.put(MAGIC).put(nonce).put(sealed);
            OwnerOnly.replace(file, whole.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /**
     * What was written last; {@code null} where nothing was.
     *
     * @throws StoreException with the sentence for the operator, where it was changed, cut off or made elsewhere
     */
    byte @Nullable [] read() {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw refused("is larger than " + BYTES_MAX + " bytes");
            }
            byte[] whole = Files.readAllBytes(file);
            int head = MAGIC.length + NONCE_BYTES;
            if (whole.length < head || !Arrays.equals(whole, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw refused("is no copy that this version of Penstock made");
            }
            byte[] nonce = Arrays.copyOfRange(whole, MAGIC.length, head);
            return cipher(Cipher.DECRYPT_MODE, key(false), nonce).doFinal(whole, head, whole.length - head);
        } catch (NoSuchFileException e) {
            return null;
        } catch (AEADBadTagException e) {
            throw refused("was changed or cut off, or was sealed with another key");
        } catch (IOException e) {
            throw refused("cannot be read");
        } catch (GeneralSecurityException e) {
            throw refused("is cut off");
        }
    }

    /** For a content that opens and is none. */
    StoreException refused(String clause) {
        return new StoreException("The sealed copy " + file + " " + clause + ": remove it.");
    }

    private Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(MAGIC);
        cipher.updateAAD(source);
        return cipher;
    }

    private byte[] key(boolean make) throws IOException {
        Path keyFile = directory.resolve(KEY_FILE);
        byte[] key = stored(keyFile);
        if (key.length == KEY_BYTES) {
            return key;
        }
        if (!make) {
            throw refused("cannot be opened without the key in " + keyFile);
        }
        byte[] made = new byte[KEY_BYTES];
        random.nextBytes(made);
        // One that is there but no key seals nothing: it was cut off when it was made.
        Files.deleteIfExists(keyFile);
        try {
            OwnerOnly.create(keyFile, made);
            return made;
        } catch (FileAlreadyExistsException e) {
            return stored(keyFile);
        }
    }

    private static byte[] stored(Path keyFile) throws IOException {
        try {
            return Files.size(keyFile) == KEY_BYTES ? Files.readAllBytes(keyFile) : new byte[0];
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
