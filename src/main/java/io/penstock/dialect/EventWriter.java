package io.penstock.dialect;

import io.penstock.chat.ChatEvent;
import io.penstock.json.JsonWriter;

/** Writes one answer's stream as server-sent events. Owned by one stream. */
public interface EventWriter {
    /**
     * Appends what this event is for the caller: none, one or several whole events. {@link ChatEvent.Ended} closes the
     * stream properly; {@link ChatEvent.Failed} writes nothing, since failures are told by the gateway itself.
     */
    void write(ChatEvent event, JsonWriter out);
}
