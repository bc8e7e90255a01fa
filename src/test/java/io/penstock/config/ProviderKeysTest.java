package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Wire;
import io.penstock.google.AccountFile;
import io.penstock.provider.Auth;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.provider.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the keys of known providers are found, and how each is shown. */
class ProviderKeysTest {
    @TempDir
    private Path folder;

    @Test
    void showsEachKeyAsItsKindWants() throws IOException {
        assertThat(headers("anthropic", Map.of("ANTHROPIC_API_KEY", "k", "ANTHROPIC_AUTH_TOKEN", "t")))
                .isEqualTo(Map.of("x-api-key", "k", "anthropic-version", "2023-06-01"));
        assertThat(headers("anthropic", Map.of("ANTHROPIC_AUTH_TOKEN", "t")))
                .isEqualTo(Map.of("authorization", "Bearer t", "anthropic-version", "2023-06-01"));
        assertThat(headers("gemini", Map.of("GOOGLE_API_KEY", "k"))).isEqualTo(Map.of("x-goog-api-key", "k"));
        assertThat(headers("azure", Map.of("AZURE_OPENAI_API_KEY", "k"))).isEqualTo(Map.of("api-key", "k"));
        assertThat(headers("vertex", Map.of("VERTEX_ACCESS_TOKEN", "t", "GOOGLE_APPLICATION_CREDENTIALS", "f.json")))
                .isEqualTo(Map.of("authorization", "Bearer t"));
        assertThat(headers("openai", Map.of("OPENAI_API_KEY", "k", "OPENAI_ORG_ID", "org-1")))
                .isEqualTo(Map.of("authorization", "Bearer k", "openai-organization", "org-1"));
    }

    @Test
    void signsForBedrockUnlessThereIsAnApiKey() throws IOException {
        // Given
        Map<String, String> pair = Map.of(
                "AWS_REGION", "us-west-2",
                "AWS_ACCESS_KEY_ID", "AKIA1",
                "AWS_SECRET_ACCESS_KEY", "very-secret",
                "AWS_SESSION_TOKEN", "passing");

        // When
        Provider signing = provider("bedrock", "{}", pair);
        Provider bearing = provider("bedrock", "{}", Map.of("AWS_REGION", "r", "AWS_BEARER_TOKEN_BEDROCK", "k"));

        // Then
        assertThat(signing.usable()).isTrue();
        assertThat(signing.keys().getFirst().secret()).isEqualTo("very-secret");
        assertThat(signing.keys().getFirst().auth())
                .isEqualTo(new Auth.AwsSignature("us-west-2", "bedrock", "AKIA1", "passing"));
        assertThat(signing.headers(signing.keys().getFirst())).isEmpty();
        assertThat(signing.toString()).doesNotContain("very-secret").doesNotContain("passing");
        assertThat(bearing.keys().getFirst().headers()).isEqualTo(Map.of("authorization", "Bearer k"));
        assertThat(provider("bedrock", "{}", Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_REGION", "r"))
                        .usable())
                .as("half of the pair")
                .isFalse();
    }

    @Test
    void takesAnAccountsKeyFileForAKeyWhereThereIsNoToken() throws Exception {
        // Given
        AccountFile made = AccountFile.made();
        Path file = made.write(folder, "https://oauth2.googleapis.com/token");

        // When
        Provider provider = provider(
                "vertex", "{}", Map.of("GOOGLE_CLOUD_PROJECT", "p", "GOOGLE_APPLICATION_CREDENTIALS", file.toString()));

        // Then
        assertThat(provider.usable()).isTrue();
        assertThat(provider.keys()).hasSize(1);
        ProviderKey key = provider.keys().getFirst();
        assertThat(key.auth())
                .isEqualTo(new Auth.GoogleAccount(new ServiceAccount(
                        AccountFile.EMAIL,
                        AccountFile.KEY_ID,
                        made.pair().getPrivate(),
                        "https://oauth2.googleapis.com/token")));
        assertThat(provider.headers(key)).isEmpty();
        assertThat(key).hasToString("GOOGLE_APPLICATION_CREDENTIALS=...cdef");
        assertThat(key.auth().toString()).contains(AccountFile.EMAIL).doesNotContain(made.secret());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            not JSON; is no JSON object
            []; is no JSON object
            {"type":"authorized_user"}; its type is not service_account
            {"type":"external_account"}; its type is not service_account
            {"private_key":"k"}; it lacks client_email
            {"client_email":"e"}; it lacks private_key
            {"client_email":"e","private_key":"c2VjcmV0LXRleHQ="}; its private_key is no RSA key in PEM form
            {"client_email":"e","private_key":"secret-text!"}; its private_key is no RSA key in PEM form
            """)
    void refusesAFileThatIsNoKeyOfAServiceAccount(String text, String clause) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("account.json"), text);

        // When
        String refusal = refusal(file);

        // Then
        assertThat(refusal)
                .startsWith("GOOGLE_APPLICATION_CREDENTIALS names " + file + ", which ")
                .contains(clause)
                .doesNotContain("c2VjcmV0", "secret-text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://elsewhere.example/token", "oauth2", "ftp://localhost/t", "https://", "a b"})
    void refusesAnAccountWhoseTokensWouldTravelInTheOpen(String uri) throws Exception {
        // Given
        Path file = AccountFile.made().write(folder, uri);

        // Then
        assertThat(refusal(file)).contains("holds a token_uri that is no https URL");
    }

    @Test
    void refusesAKeyFileThatCannotBeRead() throws IOException {
        assertThat(refusal(folder.resolve("none.json"))).contains("none.json, which is no readable file");
        assertThat(refusal(folder)).contains("which is no readable file");
    }

    @Test
    void leavesGooglesFileAloneWhereNoProjectOrAnotherKeyIsSet() throws IOException {
        // When
        Provider elsewhere = provider("vertex", "{}", Map.of("GOOGLE_APPLICATION_CREDENTIALS", "none.json"));

        // Then
        assertThat(elsewhere.keys()).isEmpty();
        assertThat(elsewhere.usable()).isFalse();
    }

    private String refusal(Path file) throws IOException {
        return new Loading(folder, "providers: {vertex: {}}")
                .with("GOOGLE_CLOUD_PROJECT", "p")
                .with("GOOGLE_APPLICATION_CREDENTIALS", file.toString())
                .refusal();
    }

    @Test
    void findsKeysInAllCustomarySpellings() throws IOException {
        // When
        Provider provider = provider(
                "groq",
                "{}",
                Map.of(
                        "GROQ_API_KEY",
                        "a",
                        "GROQ_API_KEY_2",
                        "b",
                        "GROQ_API_KEY5",
                        "c",
                        "GROQ_KEY1",
                        "d",
                        "GROQ_KEY6",
                        "e"));

        // Then
        assertThat(provider.keys()).extracting(key -> key.secret()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void isLikeAnotherButForItsKeysAndItsOwnWords() throws IOException {
        // When
        Provider provider = provider(
                "claude-two",
                "{like: anthropic, base_url: 'https://h', headers: {x-team: a}, models: [m]}",
                Map.of("ANTHROPIC_API_KEY", "not mine", "CLAUDE_TWO_API_KEY", "k"));

        // Then
        assertThat(provider.paths().primary()).isEqualTo(Wire.MESSAGES);
        assertThat(provider.headers(provider.keys().getFirst())).isEqualTo(Map.of("x-team", "a", "x-api-key", "k"));
        assertThat(provider.keys()).hasSize(1);
    }

    private Map<String, String> headers(String name, Map<String, String> environment) throws IOException {
        Provider provider = provider(name, "{}", environment);
        assertThat(provider.keys()).hasSize(1);
        return provider.headers(provider.keys().getFirst());
    }

    private Provider provider(String name, String entry, Map<String, String> environment) throws IOException {
        Loading loading = new Loading(folder, "providers: {" + name + ": " + entry + "}");
        environment.forEach(loading::with);
        return loading.settings().providers().getFirst();
    }
}
