package io.penstock.dialect.responses;

import io.penstock.call.TokenUsage;
import io.penstock.chat.Finish;
import io.penstock.chat.Slice;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response object around the output. What it should repeat of the request is not known here; those members have
 * OpenAI's defaults, since clients insist on their presence.
 *
 * @param id the provider's, or a made up one
 * @param key what this response's items have in common in their ids: letters, digits, {@code _} and {@code -}
 * @param model as the caller named it
 * @param createdSeconds Unix time
 */
record ResponseHead(String id, String key, String model, long createdSeconds) {
    private static final String PREFIX = "resp_";
    private static final int KEY_MAX = 48;
    private static final Slice EMPTY_OBJECT = Slice.of("{}");

    /**
     * The head of an answer.
     *
     * @param id the provider's; may be empty
     */
    static ResponseHead of(String id, Reply reply) {
        StringBuilder key = new StringBuilder();
        String own = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        for (int at = 0; at < own.length() && key.length() < KEY_MAX; at++) {
            char c = own.charAt(at);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (plain) {
                key.append(c);
            }
        }
        return new ResponseHead(
                id.isEmpty() ? PREFIX + reply.id() : id,
                key.isEmpty() ? reply.id() : key.toString(),
                reply.model(),
                reply.createdSeconds());
    }

    /** The id of the item at this place of the output. */
    String itemId(String prefix, int index) {
        return prefix + key + "_" + index;
    }

    /**
     * {@code completed}, {@code incomplete} or {@code failed}.
     *
     * @param refused whether the answer holds the model's own refusal, with which it is complete
     */
    static String status(Finish finish, boolean refused) {
        return switch (finish) {
            case STOP, TOOLS -> OutputItems.COMPLETED;
            case FILTERED -> refused ? OutputItems.COMPLETED : OutputItems.INCOMPLETE;
            case LENGTH -> OutputItems.INCOMPLETE;
            case FAILED -> "failed";
        };
    }

    /**
     * Appends the response's members into an object that is open.
     *
     * @param status as {@link #status}, or {@code in_progress}
     * @param finish {@code null} while it is in progress
     * @param output whole items
     * @param usage {@code null} while it is not known
     */
    void write(JsonWriter out, String status, @Nullable Finish finish, List<Slice> output, @Nullable TokenUsage usage) {
        out.put("id", id).put("object", "response").put("created_at", createdSeconds);
        out.put("status", status).put("background", false);
        if (finish == Finish.FAILED) {
            out.object("error").put("code", "server_error");
            out.put("message", "The provider gave up on this answer.").endObject();
        } else {
            out.putNull("error");
        }
        if (status.equals(OutputItems.INCOMPLETE)) {
            String reason = finish == Finish.LENGTH ? "max_output_tokens" : "content_filter";
            out.object("incomplete_details").put("reason", reason).endObject();
        } else {
            out.putNull("incomplete_details");
        }
        out.putNull("instructions").putNull("max_output_tokens").put("model", model);
        out.array("output");
        for (Slice item : output) {
            out.rawItem(item);
        }
        out.endArray().put("parallel_tool_calls", true).putNull("previous_response_id");
        out.object("reasoning").putNull("effort").putNull("summary").endObject();
        out.put("store", false).putNull("temperature");
        out.object("text").object("format").put("type", "text").endObject().endObject();
        out.put("tool_choice", "auto").array("tools").endArray();
        out.putNull("top_p").put("truncation", "disabled");
        if (usage == null) {
            out.putNull("usage");
        } else {
            ResponsesUsage.write(usage, out);
        }
        out.putNull("user").raw("metadata", EMPTY_OBJECT);
    }
}
