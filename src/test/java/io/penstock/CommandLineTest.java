package io.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line says, above all to a wrong configuration: one sentence, an exit status, and no stack trace. */
class CommandLineTest {
    private static final int END_SECONDS_MAX = 30;

    @TempDir
    Path directory;

    static Stream<Arguments> wrongEnvironments() {
        return Stream.of(
                Arguments.of(Map.of("PORT", "eighty"), "PORT is \"eighty\""),
                Arguments.of(Map.of("PORT", "70000"), "PORT is \"70000\""),
                Arguments.of(Map.of("PENSTOCK_CONFIG", "absent.yaml"), "PENSTOCK_CONFIG names"),
                Arguments.of(Map.of("OPENAI_BASE_URL", "localhost:9000"), "OPENAI_BASE_URL must begin with"),
                Arguments.of(Map.of("OPENAI_BASE_URL", "http://a:99999/v1"), "must have a port between"),
                Arguments.of(
                        Map.of("OPENAI_BASE_URL", "http://localhost:8080/v1"),
                        "which is Penstock itself: unset OPENAI"),
                Arguments.of(Map.of("HTTPS_PROXY", "http://:secret@"), "HTTPS_PROXY is no URL of an HTTP proxy"),
                Arguments.of(Map.of("DATABASE_URL", "mysql://a:secret@b/c", "PORT", "0"), "DATABASE_URL is not valid"),
                Arguments.of(
                        Map.of("DATABASE_URL", "postgresql://a:secret@127.0.0.1:1/c", "PORT", "0"),
                        "Cannot connect to PostgreSQL at 127.0.0.1:1/c"),
                Arguments.of(Map.of("PENSTOCK_HOST", "203.0.113.7", "PORT", "0"), "no address of this machine"),
                Arguments.of(Map.of("PENSTOCK_DATA_DIR", "/dev/null/penstock", "PORT", "0"), "data directory"));
    }

    @ParameterizedTest
    @MethodSource("wrongEnvironments")
    void wrongEnvironmentIsToldInOneSentence(Map<String, String> environment, String words) throws Exception {
        assertThat(complaint(environment)).contains(words);
    }

    @Test
    void unknownSettingIsToldWithTheOneThatWasMeant() throws Exception {
        assertThat(complaint(config("server:\n  prot: 1"))).contains("server.prot is no setting; did you mean port?");
    }

    @Test
    void fileThatIsNoYamlIsToldWithTheLine() throws Exception {
        assertThat(complaint(config("server:\n  port: ["))).contains("not valid YAML at line 2");
    }

    @Test
    void missingTlsFileIsNamed() throws Exception {
        assertThat(complaint(tls("absent.crt", "absent.key"))).contains("absent.crt");
    }

    @Test
    void tlsFileThatIsNoCertificateIsNamed() throws Exception {
        // Given
        Path junk = Files.writeString(directory.resolve("junk.pem"), "no certificate");
        // Then
        assertThat(complaint(tls(junk.toString(), junk.toString()))).contains("must hold a PEM certificate");
    }

    @Test
    void privateKeyOfAnotherCertificateIsRefused() throws Exception {
        // Given
        TestCertificate one = TestCertificate.selfSigned(directory, "localhost");
        TestCertificate other = TestCertificate.selfSigned(directory, "localhost");
        // Then
        assertThat(complaint(tls(one.certificate().toString(), other.key().toString())))
                .contains("does not belong to the certificate");
    }

    @Test
    void takenPortIsToldBeforeAnythingIsStarted() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Then
            assertThat(complaint(Map.of("PORT", "" + taken.getLocalPort())))
                    .contains("Port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
            assertThat(directory.resolve(".penstock")).doesNotExist();
        }
    }

    @Test
    void runByMavenItSaysWhoseTheNextLinesAre() throws Exception {
        // When
        try (ServerProcess process =
                ServerProcess.run(directory, Map.of("PORT", "eighty"), List.of("-Dpenstock.launcher=maven"))) {
            // Then
            assertThat(process.awaitEnd(END_SECONDS_MAX)).isEqualTo(78);
            assertThat(process.errors().lines()).hasSize(2).last().asString().contains("Maven");
        }
    }

    @Test
    void versionAndHelpGoToTheStandardOutput() throws Exception {
        // When
        try (ServerProcess version = ServerProcess.run(directory, Map.of(), List.of(), "--version");
                ServerProcess help = ServerProcess.run(directory, Map.of(), List.of(), "--help")) {
            // Then
            assertThat(version.awaitEnd(END_SECONDS_MAX)).isZero();
            assertThat(version.output()).startsWith("penstock ");
            assertThat(help.awaitEnd(END_SECONDS_MAX)).isZero();
            assertThat(help.output()).contains("serve", "simulate");
        }
    }

    @Test
    void simulateAnswersWithoutAKey() throws Exception {
        // Given
        try (ServerProcess simulator = ServerProcess.run(directory, Map.of(), List.of(), "simulate", "--port", "0");
                HttpClient client = HttpClient.newHttpClient()) {
            String url =
                    simulator.awaitOutput(Pattern.compile("(http://\\S+/v1) ")).group(1);
            // When
            HttpResponse<String> models = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/models")).build(), BodyHandlers.ofString(UTF_8));
            // Then
            assertThat(models.body()).contains("sim-fast");
        }
    }

    @Test
    void simulateOnATakenPortIsToldInOneSentence() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess simulator = ServerProcess.run(
                        directory, Map.of(), List.of(), "simulate", "--port", "" + taken.getLocalPort())) {
            // Then
            assertThat(simulator.awaitEnd(END_SECONDS_MAX)).isEqualTo(78);
            assertThat(simulator.errors().lines()).singleElement().asString().contains("is taken", "--port");
        }
    }

    private Map<String, String> config(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), yaml);
        return Map.of("PENSTOCK_CONFIG", file.toString(), "PORT", "0");
    }

    private Map<String, String> tls(String certificate, String key) throws IOException {
        return config("server:\n  tls:\n    port: 0\n    certificate: %s\n    key: %s".formatted(certificate, key));
    }

    /** The one line on the standard error of a start that must fail. */
    private String complaint(Map<String, String> environment) throws Exception {
        try (ServerProcess process = ServerProcess.run(directory, environment, List.of())) {
            assertThat(process.awaitEnd(END_SECONDS_MAX)).isEqualTo(78);
            assertThat(process.errors()).startsWith("penstock: ").doesNotContain("secret");
            assertThat(process.errors().lines()).hasSize(1);
            return process.errors();
        }
    }
}
