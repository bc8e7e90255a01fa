package io.penstock.dialect;

import io.penstock.chat.ChatEvent;
import java.util.function.Consumer;

/** Reads the events of one answer, however its bytes were cut. Owned by one stream. */
public interface EventReader {
    /**
     * Reads one event's data, which stands in {@code [from, to)}, and tells what happens in it. What a dialect allows
     * to be ignored (pings, unknown types) tells nothing.
     *
     * @return whether the data was readable; {@code false} for what is no JSON object
     */
    boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink);

    /**
     * The provider's stream is over. Tells {@link ChatEvent.Ended} where the dialect has no event for it and the answer
     * is whole; nothing otherwise.
     */
    void end(Consumer<ChatEvent> sink);
}
