package io.penstock.store;

import static io.penstock.store.Await.result;
import static io.penstock.store.Await.until;
import static io.penstock.store.SharedServer.emptyDatabase;
import static io.penstock.store.SharedServer.execute;
import static io.penstock.store.SharedServer.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read when, where some readings take longer than they may. */
class TableFeedTest {
    private static final long READ_MILLIS_MAX = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<Promise<String>> readings = new CopyOnWriteArrayList<>();
    private final List<Boolean> onWorkers = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private Endpoint endpoint;
    private Database database;
    private TableFeed<String> feed;

    @BeforeEach
    void listen() throws Exception {
        endpoint = emptyDatabase();
        database = Database.openExternal(url(endpoint));
        feed = new TableFeed<>(
                vertx, database.connectOptions(), "changes", "rows", this::read, this::take, READ_MILLIS_MAX);
    }

    @AfterEach
    void close() throws Exception {
        result(feed.close());
        result(vertx.close());
        database.close();
    }

    @Test
    void dropsWhatALoadReadsAfterItWasGivenUp() throws Exception {
        // Given
        Future<Void> started = feed.start();
        answer(0, "first");
        result(started);
        until("what was changed before it listened is looked for", () -> readings.size() == 2);
        answer(2, "newer");
        until("it is taken", () -> taken.contains("newer"));

        // When
        readings.get(1).complete("older");
        execute(endpoint, "notify changes");
        answer(3, "last");
        until("it is taken", () -> taken.contains("last"));

        // Then
        assertThat(taken).containsExactly("first", "newer", "last");
    }

    @Test
    void takesOverOnWorkerThreadsSoThatNoEventLoopParsesThousandsOfRows() throws Exception {
        // When
        Future<Void> started = feed.start();
        answer(0, "first");
        result(started);
        answer(1, "second");
        until("it is taken", () -> taken.size() == 2);

        // Then
        assertThat(onWorkers).containsExactly(true, true);
    }

    private Future<String> read() {
        Promise<String> reading = Promise.promise();
        readings.add(reading);
        return reading.future();
    }

    private void take(String rows) {
        onWorkers.add(Context.isOnWorkerThread());
        taken.add(rows);
    }

    private void answer(int reading, String rows) {
        until("it is read", () -> readings.size() > reading);
        readings.get(reading).complete(rows);
    }
}
