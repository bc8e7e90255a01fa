package io.penstock.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.penstock.aws.SigV4.Credentials;
import io.penstock.chat.Slice;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SigV4Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String HOST = "bedrock-runtime.us-east-1.amazonaws.com";
    private static final URI CONVERSE =
            URI.create("https://" + HOST + "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse");
    private static final String ENCODED_TWICE = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%253A0/converse";
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
    private static final String BODY_HASH = "45e583fed2564dc00e823303d7609f8587af7f685b993cb0f998afc0d480b01d";
    private static final String SCOPE = "20260102/us-east-1/bedrock/aws4_request";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void theAlgorithmAsItIsPublishedGivesTheSignatureThatAnotherSdkGives() throws Exception {
        // Given
        Map<String, String> signed = signedHeaders();

        // When
        String signature = published("POST", ENCODED_TWICE, signed, BODY);

        // Then
        assertThat(signature).isEqualTo("583ba30f46033def49dae4f8df77d6080686b964aeacbd5ddf190afca1ab773a");
    }

    @Test
    void signsAPathThatIsEncodedOnceMore() throws Exception {
        // Given
        Credentials credentials = new Credentials("AKIDEXAMPLE", SECRET, null);
        Map<String, String> signed = signedHeaders();
        signed.put("x-amz-content-sha256", BODY_HASH);

        // When
        Map<String, String> headers =
                new SigV4().headers("POST", CONVERSE, Slice.of(BODY), credentials, "us-east-1", "bedrock", NOW);

        // Then
        assertThat(headers)
                .containsOnly(
                        entry("Content-Type", "application/json"),
                        entry("X-Amz-Date", "20260102T030405Z"),
                        entry("x-amz-content-sha256", BODY_HASH),
                        entry("Authorization", authorization(signed, published("POST", ENCODED_TWICE, signed, BODY))));
    }

    @Test
    void signsTheTokenOfTemporaryCredentials() throws Exception {
        // Given
        Credentials credentials = new Credentials("AKIDEXAMPLE", SECRET, "a/session+token==");
        Map<String, String> signed = signedHeaders();
        signed.put("x-amz-content-sha256", BODY_HASH);
        signed.put("x-amz-security-token", "a/session+token==");

        // When
        Map<String, String> headers =
                new SigV4().headers("POST", CONVERSE, Slice.of(BODY), credentials, "us-east-1", "bedrock", NOW);

        // Then
        assertThat(headers)
                .containsEntry("X-Amz-Security-Token", "a/session+token==")
                .containsEntry("Authorization", authorization(signed, published("POST", ENCODED_TWICE, signed, BODY)));
    }

    @Test
    void signsARequestWithoutABodyAndOnlyTheBytesThatAreTheBody() throws Exception {
        // Given
        SigV4 signer = new SigV4();
        Credentials credentials = new Credentials("AKIDEXAMPLE", SECRET, null);
        byte[] around = ("xx" + BODY + "yy").getBytes(StandardCharsets.UTF_8);
        Slice inside = new Slice(around, 2, around.length - 2);

        // When
        Map<String, String> empty =
                signer.headers("GET", CONVERSE, Slice.of(""), credentials, "us-east-1", "bedrock", NOW);
        Map<String, String> sliced = signer.headers("POST", CONVERSE, inside, credentials, "us-east-1", "bedrock", NOW);

        // Then
        assertThat(empty)
                .doesNotContainKey("Content-Type")
                .containsEntry("x-amz-content-sha256", sha256(""))
                .containsKey("Authorization");
        assertThat(sliced)
                .isEqualTo(signer.headers("POST", CONVERSE, Slice.of(BODY), credentials, "us-east-1", "bedrock", NOW));
    }

    @Test
    void credentialsDoNotShowTheirSecrets() {
        // Given
        Credentials credentials = new Credentials("AKIDEXAMPLE", SECRET, "token");

        // When
        String shown = credentials.toString();

        // Then
        assertThat(shown).contains("AKIDEXAMPLE").doesNotContain(SECRET).doesNotContain("token=");
    }

    private static Map<String, String> signedHeaders() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        headers.put("host", HOST);
        headers.put("x-amz-date", "20260102T030405Z");
        return headers;
    }

    private static String authorization(Map<String, String> signed, String signature) {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + SCOPE + ", SignedHeaders="
                + String.join(";", signed.keySet()) + ", Signature=" + signature;
    }

    /** The signature as AWS describes it step by step. */
    private static String published(String method, String path, Map<String, String> signed, String body)
            throws Exception {
        StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n\n");
        signed.forEach((name, value) -> canonical.append(name + ":" + value + "\n"));
        canonical.append("\n" + String.join(";", signed.keySet()) + "\n" + sha256(body));
        String toSign = "AWS4-HMAC-SHA256\n20260102T030405Z\n" + SCOPE + "\n" + sha256(canonical.toString());
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String step : SCOPE.split("/")) {
            key = hmac(key, step);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
