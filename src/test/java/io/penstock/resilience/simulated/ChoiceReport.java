package io.penstock.resilience.simulated;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is chosen for what counts, as a part of the page. */
final class ChoiceReport {
    private static final String INTRODUCTION = """

            ## What is chosen for what counts

            The [router](routing.md) chooses for calls of `auto` among four models of four providers: a small one at $0.40 per million
            tokens of output, a middling one at $4, a large one at $20, and a large one elsewhere at $22; input costs a fifth. Their first
            tokens come after about 0.5, 0.7, 1.5 and 1 s, then 40 tokens a second. An answer has some 200 tokens, a request 1,000. Their qualities are those
            that are estimated from their prices: 35, 73, 89 and 90. The router learns how fast they are from the calls themselves. In each
            scenario but the first one of them is ill for 20 of 30 minutes.

            | scenario | what counts | calls | succeeded | small | middling | large | large elsewhere | dollars per 1,000 | first token p50 | p99 |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String READING = """

            - `eco` pays about a fiftieth of what `precision` pays; `balanced` takes the middling model, beyond which quality costs more
              than it is worth to it.
            - Where latency counts, a provider that gets slow is left as soon as its times show, and tried again when they are forgotten,
              after ten minutes. For `eco` a second weighs little against the price, for `precision` little against quality.
            - A provider that fails is left by its breaker, whatever counts. The second candidate is of another provider, so the calls
              that find it out are answered all the same.
            - What is not known is tried now and then, where it may be the best: the few calls for others than the usual one.
            """;

    private ChoiceReport() {}

    static String section(List<Simulation.Row> rows) {
        StringBuilder section = new StringBuilder(INTRODUCTION);
        String last = "";
        for (Simulation.Row row : rows) {
            Tally tally = row.tally();
            section.append("| ")
                    .append(row.scenario().equals(last) ? "" : row.scenario())
                    .append(" | ")
                    .append(row.strategy())
                    .append(format(" | %,d | %.2f %%", tally.calls, 100.0 * tally.succeeded / tally.calls));
            IntStream.range(0, Chosen.PRICES.size())
                    .forEach(i -> section.append(format(" | %.1f %%", 100.0 * tally.served[i] / tally.succeeded)));
            section.append(format(
                    " | %.2f | %.1f s | %.1f s |\n",
                    1_000 * tally.dollars / tally.succeeded,
                    (double) tally.firstTokenNanos(50) / Behaviour.SECOND,
                    (double) tally.firstTokenNanos(99) / Behaviour.SECOND));
            last = row.scenario();
        }
        return section + READING;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
