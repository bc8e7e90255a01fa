package io.penstock.simulator;

import io.vertx.core.json.JsonObject;

/**
 * What the simulator has seen of its clients since it started, for tests to assert on. Only model calls count. Owned by
 * the simulator's event loop.
 */
final class Stats {

    private long requestsSeen;
    private long openRequests;
    private long cancelledRequests;
    private long openStreams;
    private long cancelledStreams;
    private long bytesWritten;

    void seen() {
        requestsSeen++;
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
                .put("open_requests", openRequests)
                .put("cancelled_requests", cancelledRequests)
                .put("open_streams", openStreams)
                .put("cancelled_streams", cancelledStreams)
                .put("bytes_written", bytesWritten);
    }
}
