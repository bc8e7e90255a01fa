package io.penstock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Callers in the middle of their streams: all have read some of it, and read on when they are told. */
final class WatchedCallers {
    private final List<Reading> readings = new ArrayList<>();
    private final long began = System.nanoTime();
    private List<Heard> heard = List.of();

    /** One of them. */
    private static final class Reading {
        final RawCaller caller;
        final String head;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Reading(RawCaller caller) throws IOException {
            this.caller = caller;
            this.head = caller.head();
        }
    }

    /** Lets so many callers ask, and waits for the heads of their answers. */
    WatchedCallers(TestGateway gateway, String model, int count) throws IOException {
        List<RawCaller> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            callers.add(RawCaller.of(gateway).chat(Heard.request(model, true, Stage.PROMPT)));
        }
        for (RawCaller caller : callers) {
            readings.add(new Reading(caller));
        }
    }

    /** Waits until each has so many events. */
    void awaitWords(int events) throws IOException {
        for (Reading reading : readings) {
            while (reading.body.toString(StandardCharsets.UTF_8).split("\n\n").length < events) {
                reading.body.write(reading.caller.chunk());
            }
        }
    }

    /** What each has heard when its stream has ended. */
    List<Heard> heard() throws IOException {
        if (heard.isEmpty()) {
            List<Heard> all = new ArrayList<>();
            for (Reading reading : readings) {
                RawCaller.Answer rest = reading.caller.answer(reading.head);
                String body = reading.body.toString(StandardCharsets.UTF_8) + rest.body();
                all.add(new Heard(new RawCaller.Answer(reading.head, body, rest.whole()), millis()));
                reading.caller.close();
            }
            heard = all;
        }
        return heard;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** In a few words, for a table. */
    Set<String> saw() {
        return heard.stream().map(Heard::summary).collect(Collectors.toCollection(TreeSet::new));
    }
}
