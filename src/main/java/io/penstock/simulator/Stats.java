package io.penstock.simulator;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the simulator has seen of its clients since it started, for tests to assert on. Only model calls count. Owned by
 * the simulator's event loop.
 */
final class Stats {

    private static final int MAX_MODELS = 1000;
    private static final int MAX_NAME_CHARS = 200;

    private final Map<String, Long> byModel = new TreeMap<>();
    private long ofOtherModels;
    private long requestsSeen;
    private long openRequests;
    private long cancelledRequests;
    private long openStreams;
    private long cancelledStreams;
    private long bytesWritten;

    void seen() {
        requestsSeen++;
    }

    /** Counts a call for this model, be there such a model or not. */
    void asked(String model) {
        boolean known = byModel.containsKey(model);
        if (known || (byModel.size() < MAX_MODELS && model.length() <= MAX_NAME_CHARS)) {
            byModel.merge(model, 1L, Long::sum);
        } else {
            ofOtherModels++;
        }
    }

    void opened(boolean stream) {
        openRequests++;
        if (stream) {
            openStreams++;
        }
    }

    void closed(boolean stream, boolean cancelled) {
        openRequests--;
        if (cancelled) {
            cancelledRequests++;
        }
        if (stream) {
            openStreams--;
            if (cancelled) {
                cancelledStreams++;
            }
        }
    }

    void wrote(int bytes) {
        bytesWritten += bytes;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("requests_seen", requestsSeen)
                .put("requests_by_model", new JsonObject(new LinkedHashMap<>(byModel)))
                .put("requests_of_other_models", ofOtherModels)
                .put("open_requests", openRequests)
                .put("cancelled_requests", cancelledRequests)
                .put("open_streams", openStreams)
                .put("cancelled_streams", cancelledStreams)
                .put("bytes_written", bytesWritten);
    }
}
