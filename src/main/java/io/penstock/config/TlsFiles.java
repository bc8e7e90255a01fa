package io.penstock.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Finds out at start what else only the first caller would: whether a certificate and a private key belong together. */
public final class TlsFiles {
    private static final String[] KEY_TYPES = {"RSA", "EC", "EdDSA"};
    private static final byte[] SAMPLE = "penstock".getBytes(StandardCharsets.US_ASCII);

    private TlsFiles() {}

    /**
     * Reads both files as the listener will.
     *
     * @throws SettingsException if they cannot be used
     */
    public static void check(Settings.Tls tls) {
        X509KeyManager keys;
        try {
            keys = keyManager(tls);
        } catch (Exception e) {
            // Vert.x says what it misses in a runtime exception, the JDK in one of security.
            throw new SettingsException(
                    "server.tls",
                    "cannot be used: " + tls.certificate() + " must hold a PEM certificate and " + tls.key()
                            + " its private key in PEM form (PKCS#8, not encrypted)");
        }
        for (String type : KEY_TYPES) {
            String[] aliases = keys.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0 && match(keys, aliases[0])) {
                return;
            }
        }
        throw new SettingsException(
                "server.tls",
                "cannot be used: the private key in " + tls.key() + " does not belong to the certificate in "
                        + tls.certificate());
    }

    private static X509KeyManager keyManager(Settings.Tls tls) throws Exception {
        PemKeyCertOptions options =
                new PemKeyCertOptions().addCertValue(read(tls.certificate())).addKeyValue(read(tls.key()));
        for (KeyManager manager : options.getKeyManagerFactory(null).getKeyManagers()) {
            if (manager instanceof X509KeyManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 key manager");
    }

    private static Buffer read(String file) throws IOException {
        return Buffer.buffer(Files.readAllBytes(Path.of(file)));
    }

    private static boolean match(X509KeyManager keys, String alias) {
        PublicKey publicKey = keys.getCertificateChain(alias)[0].getPublicKey();
        try {
            Signature signature = Signature.getInstance(algorithm(publicKey));
            PrivateKey privateKey = keys.getPrivateKey(alias);
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
