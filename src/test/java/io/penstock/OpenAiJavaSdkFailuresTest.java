package io.penstock;

import static io.penstock.JavaSdk.chat;
import static io.penstock.JavaSdk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Java SDK finds in the gateway's failures its own kinds of exception, and retries what is worth it. */
class OpenAiJavaSdkFailuresTest {
    private static final WatchedStream WATCHED = new WatchedStream();
    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(WATCHED);
        gateway = TestGateway.before(upstream.baseUrl(), TestGateway.ONE_ATTEMPT);
        client = JavaSdk.client(gateway).maxRetries(0).build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void tellsAnUnknownModel() {
        // When
        NotFoundException error = refusal(NotFoundException.class, chat("sym-fast"));
        // Then
        assertThat(error).hasMessageContaining("The model 'sym-fast' is not served here. Did you mean sim-fast");
        assertThat(error.code()).hasValue("model_not_found");
        assertThat(error.param()).hasValue("model");
        assertThat(error.type()).hasValue("invalid_request_error");
        assertThat(error.headers().values("x-request-id")).hasSize(1);
    }

    @Test
    void tellsAnUnknownModelBeforeAStreamBegins() {
        assertThatThrownBy(() -> JavaSdk.chunks(client, chat("sym-fast"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void tellsAWrongKey() {
        // Given
        OpenAIClient stranger =
                JavaSdk.client(gateway).apiKey("pk-nobody").maxRetries(0).build();
        // When
        UnauthorizedException error = catchThrowableOfType(
                UnauthorizedException.class,
                () -> stranger.chat().completions().create(chat("sim-fast").build()));
        // Then
        assertThat(error.code()).hasValue("invalid_api_key");
        assertThatThrownBy(() -> stranger.models().list()).isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void tellsABadRequestOfTheGatewayAndOneOfTheProvider() {
        // When
        BadRequestException gateways = refusal(BadRequestException.class, chat(""));
        BadRequestException providers =
                refusal(BadRequestException.class, chat("sim-fast").n(2));
        // Then
        assertThat(gateways.param()).hasValue("model");
        assertThat(providers.param()).hasValue("n");
    }

    @Test
    void tellsARateLimitAndHowLongToWait() {
        // When
        RateLimitException error = refusal(RateLimitException.class, chat("sim-429-retry-7"));
        // Then
        assertThat(error.code()).hasValue("rate_limit_exceeded");
        assertThat(error.headers().values("retry-after")).containsExactly("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim-status-500", "sim-status-503", "sim-html-502", "sim-cut-5", "sim-reset"})
    void tellsAFailingProvider(String model) {
        refusal(InternalServerException.class, chat(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim-cut-5", "sim-error-5"})
    void throwsWhereAStreamBreaksAfterTheWordsThatCame(String model) {
        // Given
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat(model).build())) {
            // When
            SseException error = catchThrowableOfType(
                    SseException.class, () -> stream.stream().forEach(chunks::add));
            // Then
            assertThat(error).isNotNull();
            assertThat(error.code().orElseThrow()).startsWith("provider_");
            assertThat(text(chunks)).isEqualTo("You said: \"hello there\" This");
        }
    }

    @Test
    void stopsTheProviderWithinASecondWhenTheReaderClosesItsStream() throws Exception {
        // Given
        StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat("up-1").build());
        Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
        assertThat(chunks.next().choices().getFirst().delta().content()).hasValue("first");
        // When
        stream.close();
        // Then
        assertThat(WATCHED.leftWithinASecond()).isTrue();
    }

    @Test
    void asksAgainAfterA500() {
        assertThat(requestsMadeFor("sim-status-500", gateway)).isEqualTo(3);
    }

    /** The provider rejects the gateway's own key: a 502, but one that no second try can mend. */
    @Test
    void asksOnlyOnceWhereTheGatewaySaysThatTheRefusalIsFinal() throws Exception {
        // A provider whose key was rejected is left alone, which the other tests here should not meet with.
        try (TestGateway own = TestGateway.start(TestGateway.ONE_ATTEMPT, Map.of())) {
            assertThat(requestsMadeFor("sim-status-401", own)).isEqualTo(1);
        }
    }

    private static int requestsMadeFor(String model, TestGateway gateway) {
        // Given
        AtomicInteger requests = new AtomicInteger();
        OpenAIClient retrying = JavaSdk.client(gateway)
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        // When
        assertThatThrownBy(
                        () -> retrying.chat().completions().create(chat(model).build()))
                // Then
                .isInstanceOf(InternalServerException.class);
        retrying.close();
        return requests.get();
    }

    private static <E extends OpenAIServiceException> E refusal(
            Class<E> kind, ChatCompletionCreateParams.Builder call) {
        E error = catchThrowableOfType(kind, () -> client.chat().completions().create(call.build()));
        assertThat(error).isNotNull();
        return error;
    }
}
