package io.penstock.config;

import io.penstock.provider.Auth;
import io.penstock.provider.ProviderKey;
import io.penstock.provider.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one entry, from the file and from the environment, each once. */
final class ProviderKeys {
    private static final String API_KEY = "_API_KEY";
    private static final int NUMBERS = 5;
    static final String AWS_SECRET = "AWS_SECRET_ACCESS_KEY";
    static final String GOOGLE_FILE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String BEDROCK = "bedrock";

    private final Variables variables;
    private final List<ProviderKey> keys = new ArrayList<>();

    ProviderKeys(Variables variables) {
        this.variables = variables;
    }

    List<ProviderKey> found() {
        return List.copyOf(keys);
    }

    /** A key written in the file. */
    void literal(@Nullable String secret, Auth auth) {
        if (secret == null) {
            return;
        }
        if (!isHeaderValue(secret)) {
            throw new SettingsException("api_key", "must hold visible ASCII characters only, and at least one");
        }
        keys.add(new ProviderKey("configuration", secret, auth));
    }

    /** The key in this variable, and further ones under the customary spellings of its name. */
    void numbered(String variable, Auth auth) {
        spellings(variable).forEach(spelling -> add(spelling, auth));
    }

    /** {@code X_API_KEY}, {@code X_API_KEY_1} to {@code _5}, {@code X_API_KEY1} to {@code 5}, {@code X_KEY1} to {@code 5}. */
    static List<String> spellings(String variable) {
        List<String> spellings = new ArrayList<>(List.of(variable));
        for (String middle : List.of("_", "")) {
            for (int number = 1; number <= NUMBERS; number++) {
                spellings.add(variable + middle + number);
            }
        }
        if (variable.endsWith(API_KEY)) {
            String stem = variable.substring(0, variable.length() - API_KEY.length());
            for (int number = 1; number <= NUMBERS; number++) {
                spellings.add(stem + "_KEY" + number);
            }
        }
        return spellings;
    }

    /** Tokens of other kinds, where no key was found. */
    void tokens(List<String> names) {
        if (keys.isEmpty()) {
            names.forEach(name -> add(name, new Auth.Bearer()));
        }
    }

    /** What AWS's own tools read, where no key was found. Half of the pair is none. */
    void aws(String region) {
        String id = variables.get("AWS_ACCESS_KEY_ID");
        if (keys.isEmpty() && id != null && !region.isEmpty()) {
            String session = variables.get("AWS_SESSION_TOKEN");
            for (String value : session == null ? Set.of(id) : Set.of(id, session)) {
                if (!isHeaderValue(value)) {
                    throw SettingsException.located(
                            "AWS_ACCESS_KEY_ID", "and AWS_SESSION_TOKEN must hold visible ASCII characters only");
                }
            }
            add(AWS_SECRET, new Auth.AwsSignature(region, BEDROCK, id, session));
        }
    }

    /** The file that Google's own tools read, where no token was found. */
    void google() {
        String file = variables.get(GOOGLE_FILE);
        if (!keys.isEmpty() || file == null) {
            return;
        }
        try {
            ServiceAccount account = ServiceAccount.read(Files.readString(Path.of(file)));
            keys.add(new ProviderKey(GOOGLE_FILE, account.id(), new Auth.GoogleAccount(account)));
        } catch (IOException | InvalidPathException e) {
            throw SettingsException.located(
                    GOOGLE_FILE,
                    "names " + file + ", which is no readable file: name the JSON key file of a service account");
        } catch (IllegalArgumentException e) {
            throw SettingsException.located(
                    GOOGLE_FILE,
                    "names " + file + ", which " + e.getMessage() + ". Name the JSON key file of a service account");
        }
    }

    private void add(String variable, Auth auth) {
        String secret = variables.get(variable);
        if (secret == null || keys.stream().anyMatch(key -> key.secret().equals(secret))) {
            return;
        }
        if (!isHeaderValue(secret)) {
            throw SettingsException.located(variable, "must hold visible ASCII characters only");
        }
        keys.add(new ProviderKey(variable, secret, auth));
    }

    private static boolean isHeaderValue(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
