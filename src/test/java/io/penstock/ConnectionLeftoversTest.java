package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that vanish at odd moments leave nothing behind, on every way of talking to the kernel. */
class ConnectionLeftoversTest {
    private static final int CALLERS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void forgetsEveryConnectionThatIsResetAtAnyMoment(String transport) throws Exception {
        // Given
        try (TestGateway gateway = TestGateway.start("server: {transport: " + transport + "}\n", Map.of())) {
            String call = RawCaller.head("/v1/chat/completions", "content-length: 20") + "{\"model\":\"sim-silent";
            // When
            for (int i = 0; i < CALLERS; i++) {
                RawCaller caller = RawCaller.of(gateway);
                caller.send(call.substring(0, call.length() * i / CALLERS));
                caller.reset();
            }
            // Then
            Await.until("no call is open", () -> gateway.metric("penstock_open_calls") == 0);
            Await.until("only the meter's own connection is", () -> gateway.metric("penstock_caller_connections") <= 1);
            assertThat(gateway.metric("penstock_caller_connections")).isEqualTo(1);
        }
    }
}
