package io.penstock.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.SettingsLoader;
import io.penstock.provider.ServiceAccount;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import io.penstock.store.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a service account is given tokens: what it signs, how long a token is kept, and what happens when none is given. */
class AccessTokensTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static AccountFile file;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Vertx vertx;
    private TokenEndpoint endpoint;
    private ServiceAccount account;
    private AccessTokens tokens;

    @BeforeAll
    static void makeKeys() throws Exception {
        file = AccountFile.made();
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        endpoint = new TokenEndpoint(file.pair().getPublic());
        account = ServiceAccount.read(file.json(endpoint.uri()).encode());
        tokens = new AccessTokens(vertx, new SettingsLoader(Map.of()).load(), null, now::get);
    }

    @AfterEach
    void close() throws Exception {
        Await.result(vertx.close());
        endpoint.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private String token() throws Exception {
        return Await.result(tokens.await(account)) instanceof Grant.Token token ? token.value() : "none";
    }

    private Grant.Refused refusal() throws Exception {
        return (Grant.Refused) Await.result(tokens.await(account));
    }

    @Test
    void signsWhatGoogleAsksForAndIsGivenAToken() throws Exception {
        // Given nothing is known yet
        assertThat(tokens.ready(account)).isNull();

        // When
        String token = token();

        // Then
        assertThat(token).isEqualTo("ya29.token-1");
        assertThat(endpoint.claims())
                .containsExactly(new JsonObject()
                        .put("iss", AccountFile.EMAIL)
                        .put("scope", "https://www.googleapis.com/auth/cloud-platform")
                        .put("aud", endpoint.uri())
                        .put("iat", (int) NOON.getEpochSecond())
                        .put("exp", (int) NOON.getEpochSecond() + 3_600)
                        .put("kid", AccountFile.KEY_ID));
        assertThat(tokens.ready(account).value()).isEqualTo("ya29.token-1");
    }

    @Test
    void showsATokenWithoutAskingAgainUntilItGrowsOld() throws Exception {
        // Given
        endpoint.grantsFor(3_600);
        token();

        // When
        pass(Duration.ofMinutes(50).minusMillis(1));

        // Then
        assertThat(token()).isEqualTo("ya29.token-1");
        assertThat(endpoint.claims()).hasSize(1);
    }

    @Test
    void renewsATokenAheadOfNeedWhileTheOldOneIsStillShown() throws Exception {
        // Given
        endpoint.grantsFor(3_600);
        token();
        pass(Duration.ofMinutes(50));
        endpoint.holds();

        // When
        String meanwhile = tokens.ready(account).value();
        Await.until("an exchange", () -> endpoint.claims().size() == 2);
        String still = token();
        endpoint.letGo();

        // Then
        assertThat(List.of(meanwhile, still)).containsOnly("ya29.token-1");
        Await.until("the new token", () -> tokens.ready(account).value().equals("ya29.token-2"));
    }

    @Test
    void showsNoTokenInItsLastFiveMinutes() throws Exception {
        // Given
        endpoint.grantsFor(3_600);
        token();

        // When
        pass(Duration.ofMinutes(55));

        // Then
        assertThat(tokens.ready(account)).isNull();
        assertThat(token()).isEqualTo("ya29.token-2");
    }

    @Test
    void showsATokenOfAShortLifeForHalfOfIt() throws Exception {
        // Given
        endpoint.grantsFor(60);
        token();

        // When
        pass(Duration.ofSeconds(14));

        // Then
        assertThat(tokens.ready(account)).isNotNull();
        pass(Duration.ofSeconds(16));
        assertThat(tokens.ready(account)).isNull();
    }

    @Test
    void letsAllWhoNeedATokenWaitForOneExchange() throws Exception {
        // Given
        endpoint.holds();
        List<Future<Grant>> waiting = new ArrayList<>();

        // When
        for (int i = 0; i < 50; i++) {
            waiting.add(tokens.await(account));
        }
        Await.until("an exchange", () -> endpoint.claims().size() == 1);
        waiting.add(tokens.await(account));
        endpoint.letGo();

        // Then
        for (Future<Grant> one : waiting) {
            assertThat(((Grant.Token) Await.result(one)).value()).isEqualTo("ya29.token-1");
        }
        assertThat(endpoint.claims()).hasSize(1);
    }

    @Test
    void callsARefusedAccountABadKeyInTheEndpointsWords() throws Exception {
        // Given a key that the endpoint does not know
        account = ServiceAccount.read(AccountFile.made().json(endpoint.uri()).encode());

        // When
        Grant.Refused refused = refusal();

        // Then
        assertThat(refused.verdict()).isEqualTo(new Verdict.BadKey());
        assertThat(refused.words()).isEqualTo("answered 400 invalid_grant: Invalid JWT Signature.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            500; oops; SERVER_ERROR; answered 500
            503; {"error":"internal_failure"}; OVERLOADED; answered 503 internal_failure
            429; {"error":"rate_limit_exceeded"}; OVERLOADED; answered 429 rate_limit_exceeded
            403; <html>blocked</html>; GARBLED; answered 403
            302; moved; GARBLED; answered 302
            200; <html>; GARBLED; the answer holds no access token
            200; []; GARBLED; the answer holds no access token
            200; {"access_token":"two words","expires_in":3600}; GARBLED; the answer holds no access token
            200; {"access_token":"t","expires_in":"soon"}; GARBLED; the answer holds no access token
            200; {"access_token":"t","expires_in":-1}; GARBLED; the answer holds no access token
            200; {"id_token":"t"}; GARBLED; the answer holds no access token
            """)
    void blamesAnEndpointThatIsNotWellRatherThanTheKey(int status, String body, Fault fault, String words)
            throws Exception {
        // Given
        endpoint.answers(status, body);

        // When
        Grant.Refused refused = refusal();

        // Then
        assertThat(refused).isEqualTo(new Grant.Refused(new Verdict.ProviderFault(fault), words));
    }

    @Test
    void blamesAnEndpointThatCannotBeReached() throws Exception {
        // Given
        endpoint.close();

        // When
        Grant.Refused refused = refusal();

        // Then
        assertThat(refused.verdict()).isEqualTo(new Verdict.ProviderFault(Fault.UNREACHABLE));
    }

    @Test
    void readsNoAnswerWithoutEnd() throws Exception {
        // Given
        endpoint.answers(200, "x".repeat(1 << 20));

        // When
        Grant.Refused refused = refusal();

        // Then
        assertThat(refused.verdict()).isInstanceOf(Verdict.ProviderFault.class);
    }

    @Test
    void asksAgainAfterAFailureOnlyWhenAPauseIsOverThatDoubles() throws Exception {
        // Given
        endpoint.answers(500, "oops");
        refusal();

        // When
        List<Integer> exchanges = new ArrayList<>();
        for (int millis : new int[] {999, 1, 1_999, 1, 3_999, 1}) {
            pass(Duration.ofMillis(millis));
            refusal();
            exchanges.add(endpoint.claims().size());
        }

        // Then
        assertThat(exchanges).containsExactly(1, 2, 2, 3, 3, 4);
        endpoint.answers(200, "");
        pass(Duration.ofSeconds(8));
        assertThat(token()).isEqualTo("ya29.token-5");
    }

    @Test
    void keepsShowingAnOldTokenWhenItsRenewalFails() throws Exception {
        // Given
        endpoint.grantsFor(3_600);
        token();
        endpoint.answers(500, "oops");

        // When
        pass(Duration.ofMinutes(51));
        tokens.ready(account);
        Await.until("an exchange", () -> endpoint.claims().size() == 2);

        // Then
        assertThat(token()).isEqualTo("ya29.token-1");
    }
}
