package io.penstock.resilience.simulated;

import java.util.List;
import java.util.Locale;

/** The figures as a table of Markdown. */
final class Report {
    private static final String HEAD = """
            | scenario | strategy | calls | succeeded | requests per call | first token p50 | p99 | error after, p50 | to the ill one, per min | back after, mean (max) |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private Report() {}

    static String table(List<Simulation.Row> rows) {
        StringBuilder table = new StringBuilder(HEAD);
        String last = "";
        for (Simulation.Row row : rows) {
            String name = row.scenario().name();
            Tally tally = row.tally();
            table.append("| ")
                    .append(String.join(
                            " | ",
                            name.equals(last) ? "" : name,
                            row.strategy().name(),
                            String.format(Locale.ROOT, "%,d", tally.calls),
                            percent(tally.succeeded, tally.calls),
                            String.format(Locale.ROOT, "%.2f", (double) tally.attempts / tally.calls),
                            seconds(tally.firstTokenNanos(50)),
                            seconds(tally.firstTokenNanos(99)),
                            seconds(tally.failureNanos(50)),
                            perMinute(tally),
                            returned(tally.returnNanos)))
                    .append(" |\n");
            last = name;
        }
        return table.toString();
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    private static String seconds(long nanos) {
        return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.1f s", (double) nanos / Behaviour.SECOND);
    }

    private static String perMinute(Tally tally) {
        if (tally.illNanos == 0) {
            return "-";
        }
        return String.format(Locale.ROOT, "%.1f", (double) tally.wasted * Behaviour.MINUTE / tally.illNanos);
    }

    private static String returned(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "-";
        }
        long sum = nanos.stream().mapToLong(Long::longValue).sum();
        long max = nanos.stream().mapToLong(Long::longValue).max().orElse(-1);
        return seconds(sum / nanos.size()) + " (" + seconds(max) + ")";
    }
}
