package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What to answer: a head, sent with the first bytes, and the steps to play once. Without a length it is chunked. */
record Reply(int status, Map<String, String> headers, Iterator<Step> steps) {

    static Reply json(int status, JsonObject body) {
        Buffer bytes = body.toBuffer();
        return json(status, bytes.length(), List.<Step>of(new Step.End(bytes)).iterator());
    }

    static Reply json(int status, int length, Iterator<Step> steps) {
        Map<String, String> headers =
                Map.of("content-type", "application/json", "content-length", Integer.toString(length));
        return new Reply(status, headers, steps);
    }

    static Reply chunkedJson(Iterator<Step> steps) {
        return new Reply(200, Map.of("content-type", "application/json"), steps);
    }

    static Reply stream(Iterator<Step> steps) {
        Map<String, String> headers =
                Map.of("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
        return new Reply(200, headers, steps);
    }

    /** The same with more headers. */
    Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, steps);
    }

    /** No answer at all, only something done to the connection. */
    static Reply without(Step step) {
        return new Reply(200, Map.of(), List.of(step).iterator());
    }
}
