package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.access.Caller;
import io.penstock.access.Role;
import io.penstock.dialect.OpenAiRequests;
import io.penstock.dialect.RequestFacts;
import io.penstock.routing.Feature;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InquiriesTest {
    private static final Caller CALLER = new Caller(
            new UUID(0, 1),
            "k",
            Role.USER,
            Caller.NEVER,
            PowerLevel.PRECISION,
            new Scope(List.of(), Set.of("groq"), Set.of("eu")));
    private static final RequestFacts FACTS = (RequestFacts) OpenAiRequests.readConversation(Buffer.buffer(
            "{\"tools\":[1],\"messages\":[{\"role\":\"user\",\"content\":\"" + "x ".repeat(3_000) + "\"}]}"));

    private static Inquiry of(String path, PowerLevel asked) {
        return Inquiries.of(Route.corridor().match(path).route(), FACTS, asked, CALLER);
    }

    @Test
    void askForWhatTheRequestNeedsAndTheCallerMay() {
        // When
        Inquiry inquiry = of("/v1/chat/completions", PowerLevel.ECO);
        // Then
        assertThat(inquiry)
                .isEqualTo(new Inquiry(
                        Inquiry.AUTO,
                        PowerLevel.ECO,
                        PowerLevel.PRECISION,
                        FACTS.needs().using(Feature.bits(Feature.TOOLS, Feature.CHAT)),
                        CALLER.scope(),
                        FACTS.prefix()));
        assertThat(inquiry.needs().has(Feature.TOOLS)).isTrue();
        assertThat(inquiry.prefix()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/v1/completions", "/v1/messages/count_tokens"})
    void askForNothingButTheModelWhereThereIsNoConversation(String path) {
        // When
        Inquiry inquiry = of(path, null);
        // Then
        assertThat(inquiry.needs()).isEqualTo(Needs.NONE);
        assertThat(inquiry.prefix()).isZero();
        assertThat(inquiry.scope()).isEqualTo(CALLER.scope());
        assertThat(inquiry.usual()).isEqualTo(PowerLevel.PRECISION);
    }
}
