package io.penstock.provider;

import io.penstock.resilience.Verdict;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table of {@code refusals.txt}: what providers answer when they refuse, and what each answer means. */
final class Refusals {

    /**
     * A row of the table.
     *
     * @param means the verdict's label, followed by milliseconds to wait where some are known
     * @param headers by lower-case name
     */
    record Refusal(String means, int status, String provider, Map<String, String> headers, String body) {
        UpstreamError read() {
            return UpstreamError.read(status, Buffer.buffer(body));
        }

        Verdict verdict() {
            return Verdicts.of(read(), headers::get, 0);
        }
    }

    private Refusals() {}

    static List<Refusal> all() {
        try (InputStream table = Refusals.class.getResourceAsStream("refusals.txt")) {
            String text = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Refusals::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal row(String line) {
        String[] cells = line.split("\\|", 5);
        String[] header = cells[3].split(":", 2);
        Map<String, String> headers = header.length < 2 ? Map.of() : Map.of(header[0].strip(), header[1].strip());
        return new Refusal(
                cells[0].strip(), Integer.parseInt(cells[1].strip()), cells[2].strip(), headers, cells[4].strip());
    }
}
