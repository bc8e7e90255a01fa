package io.penstock.resilience.simulated;

import java.util.List;
import java.util.Locale;

/** The figures as a page of Markdown. Every number of it is rounded in one place, in one locale. */
final class Report {
    private static final String INTRODUCTION = """
            # What failure handling is worth

            The classes that decide who is asked next (`Pursuit`, `Cells`, `Breaker`) run here against providers that fail in thirteen
            ways, on a clock that jumps from event to event: %,d virtual hours, %,d calls, each scenario %d times, with the
            failure ending at another instant each time. Callers come at random, 60 a minute, each for one streamed answer; a
            healthy provider sends its first token after about 0.5 s and streams for some 5 s. **Penstock** is the real thing: at
            most 3 requests and 120 s a call, 15 s to the headers, a hedge after 10 s without a token, a stream that breaks off
            continued elsewhere. Beside it stand two strategies that remember nothing from call to call, with the same 3 requests
            and 15 s: **next one** asks the next provider after each failure, **same again** asks the first one three times, 0.5 s
            and 1 s apart. There are three providers and the first one suffers, unless the scenario says otherwise.

            """;
    private static final String READING = """

            Times to the first token are those of calls that got one. *To the ill one* counts requests to the first provider while it
            was ill. *Back after* is how long after its recovery the first provider served a call again, mean and longest.

            ## What to read from it

            - As long as another provider is well, no call fails. A provider that is out gets a few requests a minute instead of
              every call's first one, so callers do not pay for finding it out again: see the requests per call.
            - In the black hole, p99 is the hedge: the calls before the breaker opened waited 10 s, not 15 s.
            - With all providers down, or with the only one, a call is told so at once, with a `Retry-After`; every 5 s one of
              them is the probe. With the only one blind retries save a few calls more, those whose last retry falls after the
              recovery; they pay with ten times the requests to a provider that is down.
            - Answers that drift to half a minute are hedged until the slow model goes behind the others and one call a minute looks
              whether it is fast again. If its heads are as late as its tokens, it is the breaker that keeps it away.
            - A stream that breaks off is a failed call for the others. Here it is continued, and the breaker stays closed: one
              failure in six outcomes is no outage.
            - Flapping costs requests, no calls.

            ## How long a breaker stays away

            The price is the way back: the time doubles with each failed probe, and a provider that is well again waits for the next
            one while others serve. The figures above are with a bound of 60 s, which is the default. With a bound of 300 s the first
            provider comes back three to five times as late, and is spared less than two requests a minute:

            """;
    private static final String REGENERATION = """

            ## Regenerate it

            `mvn test -Dtest=SimulationReportTest -Dsimulation.update=true` writes this page anew. Without the property the test fails
            where the committed page is not what the code says, and leaves the new one in `target/simulation.md`. Same code, same
            seed, same figures.
            """;
    private static final String HEAD = """
            | scenario | strategy | calls | succeeded | requests per call | first token p50 | p99 | error after, p50 | to the ill one, per min | back after, mean (max) |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private Report() {}

    /**
     * The page.
     *
     * @param runs of each scenario under each strategy
     * @param compared Penstock beside others
     * @param bounds Penstock with longer and shorter breakers
     * @param choices what is chosen for what counts
     */
    static String page(
            int runs, List<Simulation.Row> compared, List<Simulation.Row> bounds, List<Simulation.Row> choices) {
        long hours = 0;
        long calls = 0;
        for (Simulation.Row row : compared) {
            hours += row.tally().virtualNanos / Behaviour.MINUTE;
            calls += row.tally().calls;
        }
        return String.format(Locale.ROOT, INTRODUCTION, hours / 60, calls, runs)
                + table(compared)
                + READING
                + table(bounds)
                + ChoiceReport.section(choices)
                + REGENERATION;
    }

    private static String table(List<Simulation.Row> rows) {
        StringBuilder table = new StringBuilder(HEAD);
        String last = "";
        for (Simulation.Row row : rows) {
            String name = row.scenario();
            Tally tally = row.tally();
            table.append("| ")
                    .append(String.join(
                            " | ",
                            name.equals(last) ? "" : name,
                            row.strategy(),
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
