package io.penstock.store;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/** What PostgreSQL, or the way to it, refused, as the one sentence an operator needs; never with the password. */
final class ServerRefusal {
    private ServerRefusal() {}

    static StoreException of(Endpoint endpoint, FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(endpoint, sql);
            }
        }
        return new StoreException(
                "The tables of " + server(endpoint) + " cannot be brought up to date: " + firstLine(failure) + ".");
    }

    static StoreException of(Endpoint endpoint, SQLException failure) {
        String server = server(endpoint);
        String detail = firstLine(failure);
        return switch (failure.getSQLState()) {
            case "28P01" ->
                new StoreException(
                        server + " does not accept the password of " + user(endpoint) + ": correct DATABASE_URL.");
            case "28000" ->
                new StoreException(
                        server + " does not let " + user(endpoint) + " in (" + detail + "): correct DATABASE_URL.");
            case "3D000" -> new StoreException(server + " has no such database: create it, or correct DATABASE_URL.");
            case "42501" -> missingRight(endpoint, detail);
            case "25006" -> new StoreException(server + " is read-only: let DATABASE_URL name the primary server.");
            case String state
            when state.startsWith("08") ->
                new StoreException(
                        "Cannot connect to " + server + " (" + unreachable(failure)
                                + "): start it, or correct DATABASE_URL.",
                        true);
            case "57P01", "57P02", "57P03", "53300" ->
                new StoreException(server + " takes nobody at the moment (" + detail + "): try again later.", true);
            case null, default -> new StoreException(server + " cannot be used: " + detail + ".");
        };
    }

    static StoreException missingRight(Endpoint endpoint, String detail) {
        return new StoreException(server(endpoint) + " denies " + user(endpoint) + " what the tables need (" + detail
                + "): grant it CREATE on the database and its schema, or let it own them.");
    }

    private static String unreachable(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the host name is unknown";
            }
        }
        Throwable cause = failure.getCause();
        return firstLine(cause == null || cause.getMessage() == null ? failure : cause);
    }

    private static String user(Endpoint endpoint) {
        return "the user \"" + endpoint.user() + "\"";
    }

    private static String server(Endpoint endpoint) {
        return "PostgreSQL at " + endpoint.place();
    }

    static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        String line = message == null
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
