package io.penstock.chat;

import io.penstock.call.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What happens while an answer comes. In order: one {@link Begun}; for each choice its parts one after the other (a tool
 * call's {@link ToolArguments} may interleave with another's where a dialect interleaves them); one {@link Finished} per
 * choice; {@link Used} anywhere, the last one holds; one {@link Ended}. {@link Failed} may come at any time and is the
 * last. {@code choice} counts from 0; {@code tool} counts the calls of one choice from 0.
 */
public sealed interface ChatEvent {

    /** @param id and {@code model} as the provider gives them; may be empty */
    record Begun(String id, String model) implements ChatEvent {}

    /** @param text never empty */
    record TextAdded(int choice, String text) implements ChatEvent {}

    /** @param text never empty */
    record ThinkingAdded(int choice, String text) implements ChatEvent {}

    /** The thoughts so far are whole, and this seals them. */
    record ThinkingSigned(int choice, Signature signature) implements ChatEvent {}

    /** Thoughts given out only encrypted. */
    record ThinkingHidden(int choice, Signature signature) implements ChatEvent {}

    /** @param text never empty */
    record RefusalAdded(int choice, String text) implements ChatEvent {}

    /** A call begins; as in {@link Part.ToolUse}. */
    record ToolBegun(
            int choice,
            int tool,
            String id,
            String name,
            boolean freeform,
            @Nullable Signature signature) implements ChatEvent {}

    /** @param json a piece of the arguments' text, never empty; all pieces together are the arguments, none is {@code {}} */
    record ToolArguments(int choice, int tool, String json) implements ChatEvent {}

    /** A choice is over. */
    record Finished(int choice, Finish finish, @Nullable String stopSequence) implements ChatEvent {}

    /** What it has cost so far. */
    record Used(TokenUsage usage) implements ChatEvent {}

    /** The provider said that this is all. */
    record Ended() implements ChatEvent {}

    /**
     * The provider reports a failure in the stream.
     *
     * @param json its error as a JSON object, as it came
     */
    record Failed(Slice json) implements ChatEvent {}
}
