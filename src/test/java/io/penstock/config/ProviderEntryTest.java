package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.provider.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderEntryTest {
    private static final String SECRET = "sk-very-secret-0123456789";

    @TempDir
    private Path folder;

    @Test
    void takesTheKeysOfAllItsVariablesOnce() throws IOException {
        // When
        Provider provider = only(
                new Loading(folder, "providers: {my-own: {base_url: 'http://h', api_key: k0, key_env: [A_KEY, B_KEY]}}")
                        .with("A_KEY", "k1")
                        .with("A_KEY_1", "k2")
                        .with("A_KEY_5", " k3 ")
                        .with("A_KEY_6", "beyond")
                        .with("B_KEY", "k1")
                        .with("B_KEY_2", "k0")
                        .with("MY_OWN_API_KEY", "not named"));

        // Then
        assertThat(provider.keys())
                .extracting(key -> key.variable() + " " + key.secret())
                .containsExactly("configuration k0", "A_KEY k1", "A_KEY_1 k2", "A_KEY_5 k3");
    }

    @Test
    void readsTheVariablesOfItsName() throws IOException {
        // When
        Provider provider = only(new Loading(folder, "providers: {my-own: {base_url: 'http://h'}}")
                .with("MY_OWN_API_KEY", "k")
                .with("MY_OWN_BASE_URL", "https://other:444/v2/"));

        // Then
        assertThat(provider.endpoint().url()).isEqualTo("https://other:444/v2");
        assertThat(provider.usable()).isTrue();
        assertThat(provider.keyless()).isFalse();
        assertThat(provider.streamUsage()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Openai: {} | providers.Openai is no provider name: use lower-case letters, digits, - and _",
                "'a b': {} | providers.a b is no provider name: use lower-case letters, digits, - and _",
                "a.b: {} | providers.a.b is no provider name: use lower-case letters, digits, - and _",
                "'': {} | providers. is no provider name: use lower-case letters, digits, - and _",
                "1a: {} | providers.1a is no provider name: use lower-case letters, digits, - and _",
                "penstock: {base_url: 'http://h'} | providers.penstock would read the gateway's own variables: choose another"
                        + " name",
                "a_b: {base_url: 'http://h'}, a-b: {base_url: 'http://h'} | providers.a-b has the same environment variables as"
                        + " a_b: rename one of them",
                "a: {base_url: 'http://h', api_key: ''} | providers.a.api_key must hold visible ASCII characters only, and at"
                        + " least one",
                "a: {base_url: 'http://h', api_key: 'x y'} | providers.a.api_key must hold visible ASCII characters only, and"
                        + " at least one",
                "a: {base_url: 'http://h', api_key: 5} | providers.a.api_key must be a text",
                "a: | providers.a.base_url is missing: write e.g. https://host/v1",
                "a: {base_ulr: 'https://h/v1'} | providers.a.base_ulr is no setting; did you mean base_url?"
            })
    void saysWhatIsWrongWithAnEntry(String entry, String message) throws IOException {
        assertThat(new Loading(folder, "providers: {" + entry + "}").refusal()).isEqualTo("FILE: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.openai.com/v1 | must begin with http:// or https://",
                "ftp://h | must begin with http:// or https://",
                "https:// | must be a URL",
                "https:h | must name a host, and its port in digits",
                "https:///v1 | must name a host, and its port in digits",
                "https://h:port | must name a host, and its port in digits",
                "https://h:65536 | must have a port between 1 and 65535",
                "https://h:0 | must have a port between 1 and 65535",
                "https://user:" + SECRET + "@h | must hold no user, query or fragment",
                "https://h?key=" + SECRET + " | must hold no user, query or fragment",
                "https://h/#f | must hold no user, query or fragment",
                "https://h o s t/" + SECRET + " | must be a URL",
                SECRET + " | must begin with http:// or https://"
            })
    void saysWhatABaseUrlMustBeAndShowsNothingOfIt(String url, String clause) throws IOException {
        String cure = ": write e.g. https://host/v1";
        Loading file = new Loading(folder, "providers: {a: {base_url: '" + url + "'}}");
        assertThat(file.refusal()).isEqualTo("FILE: providers.a.base_url " + clause + cure);
        Loading variable = new Loading(folder, "providers: {a: {base_url: 'http://h'}}").with("A_BASE_URL", url);
        assertThat(variable.refusal()).isEqualTo("A_BASE_URL " + clause + cure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://my_service:8080",
                "https://h",
                "http://[::1]:11434/v1",
                "http://10.0.0.1/a/b",
                "https://h:8443"
            })
    void keepsAnyOtherBaseUrl(String url) throws IOException {
        Provider provider = only(new Loading(folder, "providers: {a: {base_url: '" + url + "//'}}"));
        assertThat(provider.endpoint().url()).isEqualTo(url);
    }

    @Test
    void showsNoSecret() throws IOException {
        // Given
        Loading loading = new Loading(
                folder, "providers: {a: {base_url: 'http://h', api_key: " + SECRET + "1}, b: {base_url: 'http://h'}}");
        Stream.of("B_API_KEY", "PENSTOCK_API_KEY", "PENSTOCK_ADMIN_KEY").forEach(name -> loading.with(name, SECRET));
        loading.with("DATABASE_URL", "postgres://u:" + SECRET + "@h/d")
                .with("HTTPS_PROXY", "http://u:" + SECRET + "@h:1");

        // When
        Settings settings = loading.settings();

        // Then
        assertThat(settings.toString()).doesNotContain(SECRET).doesNotContain("very-secret");
        assertThat(settings.providers()).hasSize(2).allMatch(provider -> provider.usable());
    }

    private static Provider only(Loading loading) {
        assertThat(loading.settings().providers()).hasSize(1);
        return loading.settings().providers().getFirst();
    }
}
