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
 * @param key what this response's ids have in common: letters, digits, {@code _} and {@code -}
 * @param model the model that answers
 * @param createdSeconds Unix time
 */
record ResponseHead(String key, String model, long createdSeconds) {
    private static final String PREFIX = "resp_";
    private static final int KEY_MAX = 48;
    private static final Slice EMPTY_OBJECT = Slice.of("{}");

    /**
     * The head of an answer.
     *
     * @param id the provider's; may be empty
     * @param model the provider's; may be empty
     */
    static ResponseHead of(String id, String model, Reply reply) {
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
                key.isEmpty() ? reply.id() : key.toString(),
                model.isEmpty() ? reply.model() : model,
                reply.createdSeconds());
    }

    String id() {
        return PREFIX + key;
    }

    /** The id of the item at this place of the output. */
    String itemId(String prefix, int index) {
        return prefix + key + "_" + index;
    }

    /** {@code completed}, {@code incomplete} or {@code failed}. */
    static String status(Finish finish) {
        return switch (finish) {
            case STOP, TOOLS -> "completed";
            case LENGTH, FILTERED -> "incomplete";
            case FAILED -> "failed";
        };
    }

    /**
     * Appends the response's members into an object that is open.
     *
     * @param finish {@code null} while it is in progress
     * @param output whole items
     * @param usage {@code null} while it is not known
     */
    void write(JsonWriter out, @Nullable Finish finish, List<Slice> output, @Nullable TokenUsage usage) {
        out.put("id", id()).put("object", "response").put("created_at", createdSeconds);
        out.put("status", finish == null ? "in_progress" : status(finish)).put("background", false);
        if (finish == Finish.FAILED) {
            out.object("error").put("code", "server_error");
            out.put("message", "The provider gave up on this answer.").endObject();
        } else {
            out.putNull("error");
        }
        if (finish == Finish.LENGTH || finish == Finish.FILTERED) {
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
