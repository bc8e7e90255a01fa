package io.penstock.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.sse.EventScanner;
import java.util.ArrayList;
import java.util.List;

/** A stream that was followed to its end, and what each of its events meant. */
record Followed(AnswerStream stream, List<Meaning> meanings) {

    static Followed of(byte[] sse, int... cuts) {
        Followed followed = new Followed(new ResponsesDialect().follow(), new ArrayList<>());
        EventScanner scanner = new EventScanner();
        for (int cut : cuts) {
            followed.read(sse, cut, false, scanner);
        }
        followed.read(sse, sse.length, true, scanner);
        return followed;
    }

    /** Each data as an event of its own. */
    static Followed ofData(String... data) {
        StringBuilder sse = new StringBuilder();
        for (String value : data) {
            sse.append("data: ").append(value).append("\n\n");
        }
        return of(sse.toString().getBytes(UTF_8));
    }

    private void read(byte[] sse, int limit, boolean last, EventScanner scanner) {
        while (scanner.next(sse, limit, last)) {
            meanings.add(stream.read(sse, scanner));
        }
    }
}
