package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.sse.EventScanner;
import java.util.ArrayList;
import java.util.List;

/** Reads whole events, each written as the text of its data, and keeps what was made of them. */
final class Reading {
    final OpenAiStream stream;
    final List<Meaning> meanings = new ArrayList<>();
    /** What the stream knew behind each event. */
    final List<String> states = new ArrayList<>();

    Reading(boolean shapes) {
        this.stream = new OpenAiStream(shapes);
    }

    static Reading of(String... data) {
        return new Reading(true).events(List.of(data));
    }

    Reading events(List<String> data) {
        for (String value : data) {
            raw("data: " + value.replace("\n", "\ndata: ") + "\n\n");
        }
        return this;
    }

    Reading raw(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        EventScanner scanner = new EventScanner();
        while (scanner.next(bytes, bytes.length, true)) {
            meanings.add(stream.read(bytes, scanner));
            states.add(state());
        }
        return this;
    }

    private String state() {
        String text = stream.contentFrom() < 0
                ? "none"
                : new String(stream.content(), stream.contentFrom(), stream.contentTo() - stream.contentFrom(), UTF_8);
        return meanings.getLast() + " " + stream.finished() + " " + stream.done() + " " + stream.textOnly() + " "
                + stream.usage() + " " + text;
    }
}
