package io.penstock.store;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate for one host name, made by the JDK's keytool, and its key, both as PEM files that only their
 * owner can read.
 */
public record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "password";

    public static TestCertificate selfSigned(Path directory, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path made = Files.createTempDirectory(directory, "certificate");
        Path store = made.resolve("store.p12");
        keytool(store, host);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (FileInputStream input = new FileInputStream(store.toFile())) {
            keys.load(input, PASSWORD.toCharArray());
        }
        Path certificate = made.resolve("server.crt");
        Path key = made.resolve("server.key");
        OwnerOnly.write(
                certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        OwnerOnly.write(
                key,
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        return new TestCertificate(certificate, key);
    }

    private static void keytool(Path store, String host) throws IOException, InterruptedException {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                program,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        int status = new ProcessBuilder(command).start().waitFor();
        if (status != 0) {
            throw new IOException("keytool ended with " + status);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
