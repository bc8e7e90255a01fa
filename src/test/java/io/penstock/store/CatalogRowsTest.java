package io.penstock.store;

import static io.penstock.store.Await.result;
import static io.penstock.store.Await.until;
import static io.penstock.store.SharedServer.emptyDatabase;
import static io.penstock.store.SharedServer.url;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.RefusedRow;
import io.penstock.config.SettingsLoader;
import io.penstock.config.Withheld;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalog's tables in a real PostgreSQL. */
class CatalogRowsTest {
    private static final CatalogDocument SHIPPED =
            new SettingsLoader(Map.of()).load().catalog().shipped();
    private static final String CHANGES = "select count(*) from llm_providers where version > 1";

    private final Vertx vertx = Vertx.vertx();
    private Endpoint endpoint;
    private Database database;
    private Pool pool;

    @BeforeEach
    void openAnEmptyDatabase() throws Exception {
        endpoint = emptyDatabase();
        database = Database.openExternal(url(endpoint));
        pool = database.pool(vertx);
    }

    @AfterEach
    void close() throws Exception {
        result(pool.close());
        result(vertx.close());
        database.close();
    }

    @Test
    void haveWhatTheConfigurationSaysWithEveryDigitAndInItsOrder() throws Exception {
        // When
        CatalogRows.Seeded seeded = seed(SHIPPED);
        StoredCatalog stored = stored();

        // Then
        assertThat(seeded.changed())
                .hasSize(SHIPPED.providers().size()
                        + SHIPPED.models().size()
                        + SHIPPED.rules().size())
                .contains("new provider openai");
        assertThat(stored.document()).isEqualTo(SHIPPED);
        assertThat(stored.document().providers().keySet())
                .containsExactlyElementsOf(SHIPPED.providers().keySet());
        assertThat(stored.withheld()).isEqualTo(Withheld.NOTHING);
        assertThat(stored.versions().get(CatalogKind.PROVIDER)).containsEntry("openai", 1L);
        assertThat(ask("select count(*) from llm_catalog_audit")).isEqualTo("0");
        assertThat(ask("select distinct updated_by || origin from llm_models")).isEqualTo("confconf");
    }

    @Test
    void areNotTouchedASecondTimeNorByInstancesThatStartTogether() throws Exception {
        // When
        List<Future<CatalogRows.Seeded>> instances = Stream.generate(() -> CatalogRows.seed(vertx, pool, SHIPPED, true))
                .limit(4)
                .toList();
        result(Future.all(instances));
        CatalogRows.Seeded last = seed(SHIPPED);

        // Then
        assertThat(instances.stream()
                        .filter(seeded -> !seeded.result().changed().isEmpty()))
                .hasSize(1);
        assertThat(last).isEqualTo(new CatalogRows.Seeded(List.of(), List.of()));
        assertThat(ask(CHANGES)).isEqualTo("0");
    }

    @Test
    void followTheConfigurationButKeepWhatOperatorsChangedMadeAndDeleted() throws Exception {
        // Given
        seed(SHIPPED.with(CatalogKind.RULE, "old", json("{'models': ['a']}")));
        execute("update llm_providers set spec = '{\"models\": [\"mine\"]}' where name = 'openai'");
        execute("update llm_models set enabled = false where provider = 'openai' and id = 'gpt-4o'");
        execute("delete from llm_providers where name = 'groq'");
        execute("insert into llm_providers (name, position, spec) values ('own', 15, '{\"base_url\": \"http://h\"}')");

        // When
        CatalogRows.Seeded seeded = seed(SHIPPED.with(CatalogKind.PROVIDER, "openai", json("{'models': ['new']}"))
                .with(CatalogKind.PROVIDER, "mistral", json("{'models': ['new']}"))
                .with(CatalogKind.PROVIDER, "groq", json("{'models': ['new']}"))
                .with(CatalogKind.PROVIDER, "own", json("{}"))
                .with(CatalogKind.MODEL, "openai/gpt-4o", json("{'context_tokens': 5}")));
        StoredCatalog stored = stored();

        // Then
        assertThat(seeded.kept()).containsExactlyInAnyOrder("provider openai", "provider own", "model openai/gpt-4o");
        assertThat(seeded.changed()).contains("changed provider mistral", "gone rule old");
        assertThat(stored.document().providers())
                .doesNotContainKey("groq")
                .containsEntry("openai", json("{'models': ['mine']}"))
                .containsEntry("mistral", json("{'models': ['new']}"))
                .containsEntry("own", json("{'base_url': 'http://h'}"));
        assertThat(stored.document().providers().keySet()).startsWith("openai", "own", "anthropic");
        assertThat(stored.document().rules()).isEqualTo(SHIPPED.rules());
        assertThat(stored.withheld()).isEqualTo(new Withheld(Set.of(), Set.of("openai/gpt-4o")));
        assertThat(
                        ask(
                                "select string_agg(action || ' ' || kind || ' ' || name, ', ' order by id) from llm_catalog_audit"))
                .isEqualTo(
                        "update provider openai, update model openai/gpt-4o, delete provider groq, insert provider own");
    }

    @Test
    void loseNothingWhereTheCatalogOfModelsCouldNotBeFetched() throws Exception {
        // Given
        CatalogDocument more = SHIPPED.with(CatalogKind.MODEL, "openai/fetched", json("{}"));
        seed(more);

        // When
        result(CatalogRows.seed(vertx, pool, SHIPPED.without(CatalogKind.PROVIDER, "groq"), false));

        // Then
        CatalogDocument stored = stored().document();
        assertThat(stored.models()).containsKey("openai/fetched");
        assertThat(stored.providers()).doesNotContainKey("groq");
    }

    @Test
    void leaveOutRulesThatAreSwitchedOffAndSayWhatElseIs() throws Exception {
        // Given
        execute("insert into llm_routing_rules (name, enabled, position, spec) values"
                + " ('off', false, 1, '{}'), ('late', true, 9, '{}'), ('early', true, 2, '{}')");
        execute("insert into llm_providers (name, enabled) values ('p', false)");

        // When
        StoredCatalog stored = stored();

        // Then
        assertThat(stored.document().rules().keySet()).containsExactly("early", "late");
        assertThat(stored.versions().get(CatalogKind.RULE)).containsKey("off");
        assertThat(stored.withheld()).isEqualTo(new Withheld(Set.of("p"), Set.of()));
        assertThat(stored.document().providers()).containsKey("p");
    }

    @Test
    void tellOfOneThatNobodyCouldRead() throws Exception {
        // Given
        execute("insert into llm_providers (name, spec) select 'deep',"
                + " jsonb_build_object('a', (repeat('[', 2000) || repeat(']', 2000))::jsonb)");

        // When
        StoredCatalog stored = stored();

        // Then
        assertThat(stored.unreadable()).extracting(RefusedRow::name).containsExactly("deep");
        assertThat(stored.document().providers()).isEmpty();
    }

    @Test
    void areHandedOnWithinASecondOfEveryChangeWhoeverMakesIt() throws Exception {
        // Given
        seed(SHIPPED);
        List<StoredCatalog> taken = new CopyOnWriteArrayList<>();
        CatalogFeed feed = new CatalogFeed(vertx, pool, database.connectOptions(), taken::add);
        result(feed.start());
        int before = taken.size();

        // When
        long began = System.nanoTime();
        execute("update llm_providers set enabled = false where name = 'openai'");
        until("the change is seen", () -> taken.getLast().withheld().providers().contains("openai"));
        long millis = (System.nanoTime() - began) / 1_000_000;

        // Then
        assertThat(before).isPositive();
        assertThat(millis).isLessThan(1_000);
        result(feed.close());
    }

    @Test
    void areComparedWithTheConfigurationOnNoEventLoop() throws Exception {
        // Given
        Set<Boolean> onWorkers = ConcurrentHashMap.newKeySet();
        ObjectNode spec = new ObjectNode(JsonNodeFactory.instance) {
            @Override
            public String toString() {
                onWorkers.add(Context.isOnWorkerThread());
                return super.toString();
            }
        };

        // When
        seed(SHIPPED.with(CatalogKind.PROVIDER, "watched", spec));

        // Then
        assertThat(onWorkers).containsExactly(true);
        assertThat(stored().document().providers()).containsKey("watched");
    }

    private CatalogRows.Seeded seed(CatalogDocument document) throws Exception {
        return result(CatalogRows.seed(vertx, pool, document, true));
    }

    private void execute(String sql) throws Exception {
        SharedServer.execute(endpoint, sql);
    }

    private String ask(String sql) throws Exception {
        return SharedServer.ask(endpoint, sql);
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private StoredCatalog stored() throws Exception {
        return CatalogRows.stored(result(CatalogRows.load(pool)));
    }
}
