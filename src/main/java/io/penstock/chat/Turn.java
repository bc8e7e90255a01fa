package io.penstock.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Neighbours of one role are kept apart as they were; a dialect that wants them merged
 * merges them when it is written.
 *
 * @param name the speaker's name (OpenAI's {@code name})
 * @param parts in order; may be empty
 */
public record Turn(Role role, @Nullable String name, List<Part> parts) {
    public Turn {
        parts = List.copyOf(parts);
    }

    public Turn(Role role, List<Part> parts) {
        this(role, null, parts);
    }
}
