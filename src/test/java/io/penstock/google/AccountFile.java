package io.penstock.google;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A service account of a test, and its key file as Google Cloud's console makes one. */
public record AccountFile(KeyPair pair) {
    public static final String EMAIL = "gateway@project.iam.gserviceaccount.com";
    public static final String KEY_ID = "0123456789abcdef";

    public static AccountFile made() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return new AccountFile(generator.generateKeyPair());
    }

    /** What must be seen nowhere: the private key without its armour. */
    public String secret() {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    public JsonObject json(String tokenUri) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return new JsonObject()
                .put("type", "service_account")
                .put("project_id", "project")
                .put("private_key_id", KEY_ID)
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n"
                                + lines.encodeToString(pair.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", EMAIL)
                .put("token_uri", tokenUri);
    }

    public Path write(Path folder, String tokenUri) throws IOException {
        return Files.writeString(folder.resolve("account.json"), json(tokenUri).encodePrettily());
    }
}
