package io.penstock.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is in no dialect and every dialect.
 *
 * @param model as the caller named it
 * @param stream whether the answer is wanted as it comes
 * @param usageWanted whether a stream should end with its usage (OpenAI's {@code stream_options.include_usage}; always
 *     where the dialect always has it)
 * @param turns in order; system turns stand where they stood
 * @param parallelTools whether several tools may be asked for at once; {@code null} where nothing was said
 * @param reasoning {@code null} where nothing was said
 * @param user a stable id of the application's user, for the provider's abuse detection
 * @param leftovers what no component here holds
 */
public record ChatRequest(
        String model,
        boolean stream,
        boolean usageWanted,
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelTools,
        OutputFormat format,
        Sampling sampling,
        @Nullable Reasoning reasoning,
        @Nullable String user,
        List<Leftover> leftovers) {

    public ChatRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        leftovers = List.copyOf(leftovers);
    }

    /** The same with another conversation. */
    public ChatRequest withTurns(List<Turn> other) {
        return new ChatRequest(
                model,
                stream,
                usageWanted,
                other,
                tools,
                toolChoice,
                parallelTools,
                format,
                sampling,
                reasoning,
                user,
                leftovers);
    }

    /** The name of the tool that was called by this id; {@code null} where no turn calls one by it. */
    public @Nullable String toolName(String id) {
        for (Turn turn : turns) {
            for (Part part : turn.parts()) {
                if (part instanceof Part.ToolUse use && use.id().equals(id)) {
                    return use.name();
                }
            }
        }
        return null;
    }
}
