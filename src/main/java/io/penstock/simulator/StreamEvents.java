package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The events that begin and end a stream, and one token's, as steps in one framing. */
final class StreamEvents {

    private static final Step END = new Step.End(Buffer.buffer());

    private final Generate call;
    private final Envelope envelope;
    private final Framing framing;

    StreamEvents(Generate call, Envelope envelope, Framing framing) {
        this.call = call;
        this.envelope = envelope;
        this.framing = framing;
    }

    List<Step> opening() {
        List<Step> steps = new ArrayList<>(framing.prelude());
        call.choices().opening().ifPresent(choice -> steps.addAll(framing.event(envelope.chunk(choice))));
        return steps;
    }

    List<Step> choice(String choice) {
        return framing.event(envelope.chunk(choice));
    }

    List<Step> data(String data) {
        return framing.event(data);
    }

    /** Finish reason, usage if wanted, {@code [DONE]}, end; or what the deviation leaves of it. */
    List<Step> closing(String reason, int tokens, Deviation deviation) {
        List<Step> steps = new ArrayList<>();
        String finish = call.choices().finish(reason);
        boolean usageInFinish = deviation instanceof Deviation.UsageInFinish;
        if (usageInFinish) {
            steps.addAll(data(envelope.chunkWithUsage(finish, tokens)));
        } else if (!(deviation instanceof Deviation.NoFinish)) {
            steps.addAll(choice(finish));
        }
        if (call.includeUsage() && !usageInFinish) {
            steps.addAll(data(envelope.chunkWithUsage("", tokens)));
        }
        if (!(deviation instanceof Deviation.NoDone)) {
            steps.addAll(data("[DONE]"));
        }
        steps.add(END);
        return steps;
    }

    /** An error in mid-stream, then a proper end of the response. */
    List<Step> failure(ApiError error) {
        List<Step> steps = new ArrayList<>(data(error.toJson().encode()));
        steps.add(END);
        return steps;
    }

    List<Step> broken() {
        return data(envelope.brokenChunk());
    }
}
