package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One row for every admitted call: none lost, none doubled, every figure the provider's own. */
class UsageRowsTest {
    private static final int CALLS = 500;
    private static final Vertx VERTX = Vertx.vertx();

    private static TestGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("usage: {flush_millis: 20, batch_rows_max: 50}\n", Map.of());
        client = VERTX.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(gateway.port()),
                new PoolOptions().setHttp1MaxSize(CALLS));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close().await(5, TimeUnit.SECONDS);
        gateway.close();
        VERTX.close().await(5, TimeUnit.SECONDS);
    }

    /** Each answer is asked for on its own event loop: from here it can be over before, and its body never comes. */
    private static Future<Integer> call(String model, boolean streaming) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + streaming
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}";
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setURI("/v1/chat/completions")
                        .putHeader("authorization", "Bearer " + TestGateway.CLIENT_KEY))
                .compose(request -> request.send(Buffer.buffer(body))
                        .compose(response -> response.body().map(text -> response.statusCode())));
    }

    private static List<Future<Integer>> calls(String model, int count) {
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(model, i % 2 == 0));
        }
        return calls;
    }

    @Test
    void writesOneExactRowForEachOfFiveHundredConcurrentCalls() throws Exception {
        // Given
        List<Future<Integer>> calls = calls("sim-7x1", CALLS);
        // When
        Future.all(calls).await(30, TimeUnit.SECONDS);
        // Then
        assertThat(calls).allMatch(call -> call.result() == 200);
        String where = " from llm_usage_logs where model_asked = 'sim-7x1'";
        gateway.awaitRow("select count(*)" + where, String.valueOf(CALLS));
        gateway.awaitRow(
                "select string_agg(distinct concat_ws(' ', outcome, http_status, provider, model_used, key_name is null,"
                        + " output_tokens, usage_reported, jsonb_array_length(attempts), attempts->0->>'result',"
                        + " first_token_millis <= duration_millis, error_code), ';')" + where,
                "completed 200 sim sim-7x1 f 7 t 1 200 t");
        gateway.awaitRow("select count(distinct call_id)" + where, String.valueOf(CALLS));
        gateway.awaitRow("select count(*)" + where + " and streaming", String.valueOf(CALLS / 2));
    }

    @Test
    void losesAndDoublesNoRowWhenPostgresqlCutsEveryConnectionAgainAndAgain() throws Exception {
        // Given
        List<Future<Integer>> calls = new ArrayList<>();
        // When
        for (int round = 0; round < 5; round++) {
            calls.addAll(calls("sim-3x1", 60));
            gateway.database().disconnectClients();
            Future.all(calls).await(30, TimeUnit.SECONDS);
        }
        // Then
        gateway.awaitRow("select count(*) from llm_usage_logs where model_asked = 'sim-3x1'", "300");
        assertThat(gateway.metric("usage_rows_lost_total")).isZero();
    }

    @Test
    void storesTheRowsBesideACallWhoseModelNameHoldsNul() throws Exception {
        // Given
        List<Future<Integer>> calls = new ArrayList<>(calls("sim-2x0", 10));
        // When
        calls.add(call("sim/nul\\u0000name", false));
        calls.addAll(calls("sim-2x0", 10));
        Future.join(calls).otherwiseEmpty().await(10, TimeUnit.SECONDS);
        // Then
        gateway.awaitRow("select count(*) from llm_usage_logs where model_asked = 'sim-2x0'", "20");
        gateway.awaitRow(
                "select count(*) from llm_usage_logs where outcome = 'rejected' and http_status = 400 and model_asked is null",
                "1");
    }
}
