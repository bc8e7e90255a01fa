package io.penstock;

import static io.penstock.store.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The catalog of a running gateway, which follows its tables and its file. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogFollowedTest {
    private static final String FILE = """
            simulator: {enabled: false}
            providers:
              up: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [%s]}
              other: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [other, "w-*"]}
            """;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(FILE.formatted("a, b"), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @Order(1)
    void isInTheTablesAfterTheFirstStart() throws Exception {
        assertThat(models()).containsExactly("a", "b", "other");
        assertThat(gateway.database()
                        .ask("select string_agg(name || ' ' || origin, ', ' order by position) from llm_providers"))
                .isEqualTo("up conf, other conf");
    }

    @Test
    @Order(2)
    void isServedOtherwiseSoonAfterAChangeOfARow() throws Exception {
        // When
        gateway.database()
                .execute("update llm_providers set spec = jsonb_set(spec, '{models}', '[\"w-*\", \"w-1\", \"c\"]')"
                        + " where name = 'other'");
        until("c is served", () -> models().contains("c"));

        // Then
        assertThat(models()).containsExactly("a", "b", "w-1", "c");
    }

    @Test
    @Order(3)
    void servesNobodyByWhatIsSwitchedOffEvenByName() throws Exception {
        // When
        gateway.database()
                .execute("insert into llm_models (provider, id, enabled, spec) values"
                        + " ('other', 'w-2', false, '{\"aliases\": [\"w-two\"]}'), ('up', 'b', false, '{}')");
        until("b is gone", () -> !models().contains("b"));

        // Then
        for (String model : List.of("w-2", "other/w-2", "w-two", "b", "up/b")) {
            assertThat(status(model)).as(model).isEqualTo(404);
        }
        assertThat(status("w-3")).as("it is asked, and nobody is there").isEqualTo(502);
    }

    @Test
    @Order(3)
    void asksAProviderThatWasAddedAndNoLongerOneThatIsSwitchedOff() throws Exception {
        // Given
        gateway.database()
                .execute(
                        "insert into llm_providers (name, spec) values ('added',"
                                + " '{\"base_url\": \"http://127.0.0.1:9/v1\", \"keyless\": true, \"models\": [\"added-m\"]}')");
        until("it is listed", () -> models().contains("added-m"));
        assertThat(status("added-m")).as("it is asked, and nobody is there").isEqualTo(502);

        // When
        gateway.database().execute("update llm_providers set enabled = false where name = 'added'");
        until("it is gone", () -> !models().contains("added-m"));

        // Then
        assertThat(status("added/added-m")).isEqualTo(404);
    }

    @Test
    @Order(4)
    void keepsWhatARowSaidBeforeItCouldNotBeRead() throws Exception {
        try (LogLines log = new LogLines()) {
            // When
            gateway.database()
                    .execute("update llm_providers set spec = spec || '{\"base_url\": \"nonsense\"}', position = 1"
                            + " where name = 'other'");
            gateway.database()
                    .execute("insert into llm_routing_rules (name, spec) values ('odd', '{\"modells\": []}')");
            until("both are told of", () -> log.with("cannot be used as it is").size() == 2);

            // Then
            assertThat(models()).contains("a", "w-1", "c");
            assertThat(log.with("cannot be used as it is"))
                    .containsExactlyInAnyOrder(
                            "WARN the row other of llm_providers cannot be used as it is: base_url must begin with http://"
                                    + " or https://: write e.g. https://host/v1",
                            "WARN the row odd of llm_routing_rules cannot be used as it is: models must name at least one"
                                    + " model, or \"*\" for all");
        }
    }

    @Test
    @Order(5)
    void followsTheFileWhereNobodyChangedARowAndNamesWhatNeedsAStart() throws Exception {
        try (LogLines log = new LogLines()) {
            // When
            gateway.rewrite(FILE.formatted("a, new") + "timeouts: {idle_seconds: 33}\n"
                    + "rules: [{name: mine, models: [spelled], fallbacks: [a]}]\n");
            until("the file is followed", () -> models().contains("new"));

            // Then
            assertThat(models()).contains("a", "spelled").doesNotContain("b");
            assertThat(log.with("after a start")).hasSize(1).first().asString().endsWith(": timeouts");
            assertThat(gateway.database().ask("select spec ->> 'models' from llm_providers where name = 'other'"))
                    .isEqualTo("[\"w-*\", \"w-1\", \"c\"]");
        }
    }

    @Test
    @Order(6)
    void staysAsItIsWhereTheFileIsNoLongerGoodAndTakesItWhenItIs() throws Exception {
        try (LogLines log = new LogLines()) {
            // When
            gateway.rewrite("providers: {up: {base_url: 5}}");
            gateway.reread();
            until("it is refused", () -> !log.with("is not taken over").isEmpty());

            // Then
            assertThat(log.with("is not taken over"))
                    .first()
                    .asString()
                    .contains("providers.up.base_url must be a text");
            assertThat(models()).contains("new");
            gateway.rewrite(FILE.formatted("last"));
            gateway.reread();
            until("the next one is taken", () -> models().contains("last"));
            assertThat(gateway.database().ask("select count(*) from llm_routing_rules where name = 'mine'"))
                    .as("gone from the file")
                    .isEqualTo("0");
        }
    }

    private static List<String> models() {
        try {
            String body = gateway.client()
                    .send(gateway.get("/v1/models").build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return new JsonObject(body)
                    .getJsonArray("data").stream()
                            .map(model -> ((JsonObject) model).getString("id"))
                            .toList();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(String model) throws Exception {
        String body = "{\"model\": \"" + model + "\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
        return gateway.client()
                .send(gateway.post("/v1/chat/completions", body).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
