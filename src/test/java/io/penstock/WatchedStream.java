package io.penstock;

import io.penstock.ScriptedUpstream.Received;
import io.penstock.ScriptedUpstream.Wire;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A provider that streams one token and then nothing, until the other side hangs up. A call that is not streamed is
 * answered {@code gone} when that happened, by now or within a second, and {@code still there} when not.
 */
final class WatchedStream implements ScriptedUpstream.Script {
    private static final int STREAM_MILLIS_MAX = 15_000;

    private final CountDownLatch left = new CountDownLatch(1);

    @Override
    public void answer(Received request, Wire wire) throws IOException, InterruptedException {
        if (request.body().contains("\"stream\":true")) {
            wire.streamHead();
            wire.token("first");
            if (wire.closedWithin(STREAM_MILLIS_MAX)) {
                left.countDown();
            }
        } else {
            wire.json(200, """
                    {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                    "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}\
                    """.formatted(leftWithinASecond() ? "gone" : "still there"));
        }
    }

    boolean leftWithinASecond() throws InterruptedException {
        return left.await(1, TimeUnit.SECONDS);
    }
}
