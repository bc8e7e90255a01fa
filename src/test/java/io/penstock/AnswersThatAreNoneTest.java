package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What says 200 and is no answer, or not all of it; and what looks odd and is one. */
class AnswersThatAreNoneTest {
    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        gateway =
                TestGateway.before(upstream.baseUrl(), TestGateway.ONE_ATTEMPT + "limits: {answer_bytes_max: 1024}\n");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static Answer ask(String more) throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.chat("{\"model\":\"up-1\"" + more + "}").answer();
        }
    }

    private static String event(int choice, String delta, String finish) {
        return "data: {\"id\":\"c\",\"choices\":[{\"index\":" + choice + ",\"delta\":" + delta + ",\"finish_reason\":"
                + finish + "}]}\n\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 0\r\n\r\n",
                "content-type: application/json\r\ncontent-length: 0\r\n\r\n",
                "content-type: text/plain\r\ncontent-length: 22\r\n\r\nupstream connect error",
                "content-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>",
                "content-type: application/json\r\ncontent-length: 51\r\n\r\n"
                        + "{\"choices\":[{\"index\":0,\"finish_reason\" : \"error\"}]} ",
                "content-type: application/json\r\ncontent-length: 75\r\n\r\n"
                        + "{\"choices\":[{\"index\":0,\"finish_reason\":\"insufficient_system_resource\"}]}   "
            })
    void areTheProvidersFailure(String answer) throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.write("HTTP/1.1 200 OK\r\n" + answer));
        // When
        Answer seen = ask("");
        // Then
        assertThat(seen.status()).isEqualTo(502);
        assertThat(seen.body()).contains("provider_error");
    }

    @Test
    void alsoWhenTooLargeToBeHeldAndCutWithoutALength() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.write(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"choices\":[{\"x\":\""
                            + "z".repeat(3_000));
            wire.socket().close();
        });
        // When
        Answer seen = ask("");
        // Then
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.whole()).isFalse();
    }

    @Test
    void areStreamsOfWhichOneChoiceHasNotBegun() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(event(0, "{\"content\":\"x\"}", "null"));
            wire.chunk(event(0, "{}", "\"stop\""));
            wire.closedWithin(200);
            wire.socket().close();
        });
        // When
        Answer seen = ask(",\"stream\":true,\"n\":2");
        // Then
        assertThat(seen.whole()).isFalse();
        assertThat(seen.body()).contains("event: error").doesNotContain("[DONE]");
    }

    @Test
    void areNotStreamsOfSeventyChoices() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            for (int choice = 0; choice < 70; choice++) {
                wire.chunk(event(choice, "{\"content\":\"x\"}", "null"));
                wire.chunk(event(choice, "{}", "\"stop\""));
            }
            wire.done();
        });
        // When
        Answer seen = ask(",\"stream\":true,\"n\":70");
        // Then
        assertThat(seen.whole()).isTrue();
        assertThat(seen.body()).endsWith("data: [DONE]\n\n").doesNotContain("error");
    }
}
