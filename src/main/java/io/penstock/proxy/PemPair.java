package io.penstock.proxy;

import io.penstock.config.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** What stands in the two TLS files. */
record PemPair(Buffer certificate, Buffer key) {

    static PemPair read(Settings.Tls tls) {
        try {
            return new PemPair(
                    Buffer.buffer(Files.readAllBytes(Path.of(tls.certificate()))),
                    Buffer.buffer(Files.readAllBytes(Path.of(tls.key()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    /** Whether the key is the certificate's: the JDK would take any, and then fail every handshake. */
    boolean belongsTogether() {
        try {
            PublicKey open = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes()))
                    .getPublicKey();
            String algorithm = switch (open.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> open.getAlgorithm();
            };
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey(open.getAlgorithm()));
            signing.update(certificate.getBytes());
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(certificate.getBytes());
            return verifying.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private PrivateKey privateKey(String algorithm) throws GeneralSecurityException {
        String base64 = key.toString(StandardCharsets.US_ASCII).replaceAll("-----[^-]*-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
