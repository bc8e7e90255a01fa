package io.penstock.simulator;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** An answer that says exactly what was received, so that a test sees what reached the provider. */
final class EchoAnswer {

    private EchoAnswer() {}

    static Reply of(Generate call, Envelope envelope) {
        String body = call.received().bodyText();
        JsonObject received = call.received().echo();
        if (!call.stream()) {
            JsonObject choice = call.choices().whole(body, "stop");
            return Reply.json(200, envelope.whole(choice, 1).mergeIn(received));
        }
        StreamEvents events = new StreamEvents(call, envelope, Framing.PLAIN);
        List<Step> steps = new ArrayList<>(events.opening());
        steps.addAll(events.data(envelope.chunkWith(call.choices().token(body), received)));
        steps.addAll(events.closing("stop", 1, new Deviation.None()));
        return Reply.stream(steps.iterator());
    }
}
