package io.penstock.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.bus.Bus;
import io.penstock.call.CallRecord;
import io.penstock.config.Settings;
import io.penstock.routing.ModelCards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that turns finished calls into rows, in batches. While PostgreSQL is away it keeps them, {@code
 * usage.rows_max} at the most, and tries again for ever; what comes beyond is counted as lost. One batch is under way at
 * a time.
 */
public final class UsageVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(UsageVerticle.class);
    private static final long RETRY_MILLIS_MIN = 250;
    private static final long RETRY_MILLIS_MAX = 30_000;
    /** Months that have a partition ahead of time, this one included; looked after four times a day. */
    private static final int PARTITION_MONTHS = 3;

    private static final long PARTITION_MILLIS = 6 * 3_600_000L;
    /** How long the last rows may take when the gateway stops. */
    private static final long DRAIN_MILLIS_MAX = 10_000;

    private final Settings.Usage settings;
    private final Pool pool;
    private final Deque<CallRecord> waiting = new ArrayDeque<>();
    private final Counter written;
    private final Counter lost;
    private final MeterRegistry registry;
    private final Supplier<ModelCards> cards;

    private int batchRows;
    private boolean writing;
    private long retryMillis = RETRY_MILLIS_MIN;
    private @Nullable Promise<Void> drained;

    /** @param cards what models cost, at this moment */
    public UsageVerticle(Settings.Usage settings, Supplier<ModelCards> cards, Pool pool, MeterRegistry registry) {
        this.settings = settings;
        this.pool = pool;
        this.registry = registry;
        this.cards = cards;
        this.batchRows = this.settings.batchRowsMax();
        this.written = registry.counter("usage.rows.written");
        this.lost = registry.counter("usage.rows.lost");
    }

    @Override
    public Future<?> start() {
        registry.gauge("usage.rows.waiting", waiting, Deque::size);
        new Bus(vertx).onCallsFinished(this::take);
        vertx.setPeriodic(settings.flushMillis(), tick -> write());
        vertx.setPeriodic(0, PARTITION_MILLIS, tick -> makePartitions());
        return Future.succeededFuture();
    }

    /** Rows of a month without a partition land in the default one, so this may fail and be tried again. */
    private void makePartitions() {
        pool.query("select penstock_ensure_usage_partitions(" + PARTITION_MONTHS + ")")
                .execute()
                .onFailure(problem -> LOG.warn("usage partitions were not made: {}", problem.getMessage()));
    }

    private void take(List<CallRecord> calls) {
        for (CallRecord call : calls) {
            if (waiting.size() < settings.rowsMax()) {
                waiting.add(call);
            } else {
                lose("PostgreSQL has been away for too long: " + settings.rowsMax() + " rows wait already", call);
            }
        }
        if (waiting.size() >= settings.batchRowsMax()) {
            write();
        }
    }

    private void write() {
        if (writing) {
            return;
        }
        if (waiting.isEmpty()) {
            if (drained != null) {
                drained.tryComplete();
            }
            return;
        }
        writing = true;
        List<CallRecord> batch = new ArrayList<>(Math.min(batchRows, waiting.size()));
        for (CallRecord call : waiting) {
            if (batch.size() == batchRows) {
                break;
            }
            batch.add(call);
        }
        pool.preparedQuery(UsageBatch.SQL)
                .execute(UsageBatch.tuple(batch, cards.get()))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        stored(batch.size());
                    } else {
                        failed(batch, done.cause());
                    }
                });
    }

    private void stored(int rows) {
        for (int i = 0; i < rows; i++) {
            waiting.remove();
        }
        written.increment(rows);
        batchRows = settings.batchRowsMax();
        retryMillis = RETRY_MILLIS_MIN;
        writing = false;
        if (waiting.size() >= settings.batchRowsMax() || drained != null) {
            write();
        }
    }

    /** A row that PostgreSQL will never take is found by halving the batch; anything else is tried again later. */
    private void failed(List<CallRecord> batch, Throwable problem) {
        boolean data = problem instanceof PgException refusal
                && refusal.getSqlState() != null
                && (refusal.getSqlState().startsWith("22")
                        || refusal.getSqlState().startsWith("23"));
        if (data && batch.size() == 1) {
            lose("PostgreSQL refuses the row: " + problem.getMessage(), waiting.remove());
            batchRows = settings.batchRowsMax();
        } else if (data) {
            batchRows = Math.max(1, batch.size() / 2);
        } else {
            LOG.warn("{} usage rows wait, next try in {} ms: {}", waiting.size(), retryMillis, problem.getMessage());
        }
        long pause = data ? 1 : retryMillis;
        retryMillis = data ? retryMillis : Math.min(RETRY_MILLIS_MAX, retryMillis * 2);
        vertx.setTimer(pause, tick -> {
            writing = false;
            write();
        });
    }

    private void lose(String reason, CallRecord call) {
        lost.increment();
        LOG.error("usage row of call {} is lost: {}", call.callId(), reason);
    }

    /** Writes what is left, as long as that goes forward. */
    @Override
    public Future<?> stop() {
        Promise<Void> promise = Promise.promise();
        drained = promise;
        long guard = vertx.setTimer(DRAIN_MILLIS_MAX, tick -> {
            waiting.forEach(call -> lose("PostgreSQL did not take it before the gateway stopped", call));
            promise.tryComplete();
        });
        write();
        return promise.future().onComplete(done -> vertx.cancelTimer(guard));
    }
}
