package io.penstock.config;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates an upstream may show: those the JDK trusts, and the operator's bundle beside them. */
public final class CaBundle {
    private CaBundle() {}

    /**
     * @param caFile PEM certificates, or {@code null}
     * @return {@code null} where there is no bundle: the JDK's own list is then the client's default
     * @throws SettingsException if the file holds no certificates
     */
    public static @Nullable TrustOptions trust(@Nullable String caFile) {
        if (caFile == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(Path.of(caFile))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("bundle-" + count++, certificate);
            }
            if (count == 0) {
                throw unusable(caFile);
            }
            for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + count++, known);
            }
            return TrustOptions.wrap(trustManager(store));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(caFile);
        }
    }

    private static SettingsException unusable(String caFile) {
        return new SettingsException(
                "upstream.ca_file", "names " + caFile + ", which holds no PEM certificates: put at least one there");
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }
}
