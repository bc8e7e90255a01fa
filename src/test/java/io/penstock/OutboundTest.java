package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How providers are reached: TLS and whom it trusts, HTTP/2, connections that are kept and renewed, forward proxies. */
class OutboundTest {
    @TempDir
    private static Path directory;

    private static TestCertificate localhost;

    @BeforeAll
    static void certify() throws Exception {
        localhost = TestCertificate.selfSigned(directory, "localhost");
    }

    private static TestGateway gateway(String baseUrl, Path caFile, Map<String, String> environment) throws Exception {
        return TestGateway.start(
                """
                upstream: {connection_seconds_max: 1%s}
                usage: {flush_millis: 20}
                answers: {metadata: false}
                providers:
                  up: {base_url: "%s", api_key: sk-upstream-secret-0123456789, models: ["up-*"]}
                """.formatted(caFile == null ? "" : ", ca_file: \"" + caFile + "\"", baseUrl), environment);
    }

    private static RawCaller.Answer call(TestGateway gateway, String model, boolean streaming) throws IOException {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.chat("{\"model\":\"" + model + "\",\"stream\":" + streaming + "}")
                    .answer();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, HTTP_2", "false, HTTP_1_1"})
    void speaksHttp2WhereTheProviderOffersItToOneWhoseCertificateTheBundleHolds(boolean alpn, String version)
            throws Exception {
        // Given
        try (TlsUpstream upstream = new TlsUpstream(localhost, alpn);
                TestGateway gateway =
                        gateway("https://localhost:" + upstream.port() + "/v1", localhost.certificate(), Map.of())) {
            // When
            RawCaller.Answer whole = call(gateway, "up-1", false);
            RawCaller.Answer streamed = call(gateway, "up-1", true);
            // Then
            assertThat(whole.body()).isEqualTo("{\"ok\":true}");
            assertThat(streamed.body()).contains("\"content\":\"Hi\"").endsWith("data: [DONE]\n\n");
            assertThat(streamed.whole()).isTrue();
            assertThat(upstream.seen()).isEqualTo(version + " Bearer sk-upstream-secret-0123456789");
        }
    }

    @Test
    void cancelsTheStreamOfAnHttp2ProviderWhenTheCallerLeaves() throws Exception {
        // Given
        try (TlsUpstream upstream = new TlsUpstream(localhost, true);
                TestGateway gateway =
                        gateway("https://localhost:" + upstream.port() + "/v1", localhost.certificate(), Map.of())) {
            RawCaller caller = RawCaller.of(gateway);
            caller.chat("{\"model\":\"up-waits\",\"stream\":true}");
            assertThat(caller.head()).startsWith("HTTP/1.1 200");
            // When
            caller.close();
            // Then
            upstream.left().get(1, TimeUnit.SECONDS);
            gateway.awaitRow("select outcome from llm_usage_logs", "client_cancelled");
        }
    }

    @Test
    void sendsNothingToAProviderWhoseCertificateNobodyVouchesFor() throws Exception {
        // Given
        try (TlsUpstream upstream = new TlsUpstream(localhost, true);
                TestGateway gateway = gateway("https://localhost:" + upstream.port() + "/v1", null, Map.of())) {
            // When
            RawCaller.Answer answer = call(gateway, "up-1", false);
            // Then
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("provider_unreachable").doesNotContain("localhost");
            assertThat(upstream.nobodyCalled()).isTrue();
        }
    }

    @Test
    void sendsNothingToAProviderWhoseCertificateIsForAnotherName() throws Exception {
        // Given
        TestCertificate other = TestCertificate.selfSigned(directory, "other.example");
        try (TlsUpstream upstream = new TlsUpstream(other, true);
                TestGateway gateway =
                        gateway("https://localhost:" + upstream.port() + "/v1", other.certificate(), Map.of())) {
            // When
            RawCaller.Answer answer = call(gateway, "up-1", true);
            // Then
            assertThat(answer.status()).isEqualTo(502);
            assertThat(upstream.nobodyCalled()).isTrue();
        }
    }

    @Test
    void keepsConnectionsForTheNextCallAndRenewsThemWithTime() throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.plays((request, wire) -> wire.json(200, "{}"));
            try (TestGateway gateway = gateway(upstream.baseUrl(), null, Map.of())) {
                // When
                for (int i = 0; i < 50; i++) {
                    assertThat(call(gateway, "up-1", false).status()).isEqualTo(200);
                }
                int kept = upstream.connections();
                long began = System.nanoTime();
                while (upstream.connections() == kept && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(10)) {
                    call(gateway, "up-1", false);
                }
                // Then
                assertThat(kept).isLessThan(10);
                assertThat(upstream.connections()).isGreaterThan(kept);
            }
        }
    }

    @Test
    void reachesPlainProvidersThroughTheProxyOfTheEnvironment() throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                ForwardProxy proxy = new ForwardProxy(upstream.port())) {
            upstream.plays((request, wire) -> wire.json(200, "{\"through\":true}"));
            Map<String, String> environment = Map.of("HTTP_PROXY", proxy.url("me:secret@"));
            try (TestGateway gateway = gateway("http://provider.example/v1", null, environment)) {
                // When
                RawCaller.Answer answer = call(gateway, "up-1", false);
                // Then
                assertThat(answer.body()).isEqualTo("{\"through\":true}");
                assertThat(proxy.head())
                        .startsWith("POST http://provider.example/v1/chat/completions HTTP/1.1")
                        .containsIgnoringCase("proxy-authorization: Basic "
                                + Base64.getEncoder().encodeToString("me:secret".getBytes()));
            }
        }
    }

    @Test
    void tunnelsToTlsProvidersThroughTheProxyOfTheEnvironment() throws Exception {
        // Given
        TestCertificate provider = TestCertificate.selfSigned(directory, "provider.example");
        try (TlsUpstream upstream = new TlsUpstream(provider, true);
                ForwardProxy proxy = new ForwardProxy(upstream.port())) {
            Map<String, String> environment = Map.of("https_proxy", proxy.url(""));
            try (TestGateway gateway = gateway("https://provider.example/v1", provider.certificate(), environment)) {
                // When
                RawCaller.Answer answer = call(gateway, "up-1", true);
                // Then
                assertThat(answer.body()).endsWith("data: [DONE]\n\n");
                assertThat(proxy.head()).startsWith("CONNECT provider.example:443 HTTP/1.");
                assertThat(upstream.seen()).startsWith("HTTP_2");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"provider.example", ".example", "example", "*"})
    void goesAroundTheProxyForHostsItIsNotFor(String noProxy) throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                ForwardProxy proxy = new ForwardProxy(upstream.port())) {
            Map<String, String> environment = Map.of("HTTP_PROXY", proxy.url(""), "NO_PROXY", "other.test," + noProxy);
            try (TestGateway gateway = gateway("http://provider.example/v1", null, environment)) {
                // When
                RawCaller.Answer answer = call(gateway, "up-1", false);
                // Then
                assertThat(answer.status()).isEqualTo(502);
                assertThat(proxy.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void neverAsksTheProxyForThisMachine() throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream();
                ForwardProxy proxy = new ForwardProxy(upstream.port())) {
            upstream.plays((request, wire) -> wire.json(200, "{\"direct\":true}"));
            try (TestGateway gateway = gateway(upstream.baseUrl(), null, Map.of("HTTP_PROXY", proxy.url("")))) {
                // When
                RawCaller.Answer answer = call(gateway, "up-1", false);
                // Then
                assertThat(answer.body()).isEqualTo("{\"direct\":true}");
                assertThat(proxy.isEmpty()).isTrue();
            }
        }
    }
}
