package io.penstock.admin;

import io.penstock.dialect.ApiError;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's failures mean for an operator's request. */
final class DatabaseFailure {
    /** How long one answer may wait for PostgreSQL in all. */
    static final int SECONDS_MAX = 6;

    /** How long one statement of a change may take, and wait for others, on the server. */
    static final int STATEMENT_SECONDS_MAX = 3;

    /** What {@code retry-after} says. */
    static final int RETRY_SECONDS = 5;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";
    /** Data that a column cannot hold: a NUL, half of a surrogate pair, a number beyond all bounds. */
    private static final String DATA = "22";

    /** Lost connections, too few resources, shut down or cancelled, locks, conflicts, a standby that is read only. */
    private static final Set<String> PASSING = Set.of("08", "53", "55", "57", "40", "25");

    private static final ApiError AWAY = new ApiError(
            503,
            "api_error",
            null,
            "database_unavailable",
            "PostgreSQL is away or busy, so nothing can be shown or changed now; calls go on with what was last read."
                    + " Read again before repeating a change: whether one under way was made is not known.");

    private DatabaseFailure() {}

    /** Bounded by {@link #SECONDS_MAX}. */
    static <T> Future<T> bounded(Future<T> future) {
        return future.timeout(SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** The answer to it; {@code null} where it is a bug. */
    static @Nullable ApiError answer(Throwable failure) {
        return switch (failure) {
            case Refused refused -> refused.error();
            case PgException refusal -> answer(refusal);
            case ClosedConnectionException closed -> AWAY;
            case IOException lost -> AWAY;
            case TimeoutException late -> AWAY;
            // The pool's own: nobody could be connected to in time, or too many wait.
            case VertxException pool -> AWAY;
            default -> null;
        };
    }

    private static @Nullable ApiError answer(PgException refusal) {
        String state = refusal.getSqlState() == null ? "" : refusal.getSqlState();
        if (state.equals(UNIQUE_VIOLATION)) {
            return ApiError.invalid(409, null, "already_exists", "Somebody has just made one of this name.");
        }
        if (state.equals(CHECK_VIOLATION) || state.startsWith(DATA)) {
            return ApiError.invalid(
                    400, null, "invalid_value", "PostgreSQL cannot keep this: " + refusal.getErrorMessage() + ".");
        }
        return state.length() >= 2 && PASSING.contains(state.substring(0, 2)) ? AWAY : null;
    }
}
