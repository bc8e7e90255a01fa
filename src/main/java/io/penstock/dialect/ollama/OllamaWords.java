package io.penstock.dialect.ollama;

import io.penstock.call.TokenUsage;
import io.penstock.chat.Finish;
import io.penstock.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** What answers and streams say in the same words. */
final class OllamaWords {
    private OllamaWords() {}

    /** The {@code done_reason}; a model that calls its tools stops, too. */
    static Finish finish(JsonValue.Obj answer, boolean calls) {
        boolean full = "length".equals(answer.text("done_reason"));
        return full ? Finish.LENGTH : calls ? Finish.TOOLS : Finish.STOP;
    }

    /** Prompt tokens are left out by older versions where all of them were cached. */
    static TokenUsage usage(JsonValue.Obj answer) {
        if (!answer.has("prompt_eval_count") && !answer.has("eval_count")) {
            return TokenUsage.UNREPORTED;
        }
        return TokenUsage.reported(answer.count("prompt_eval_count"), 0, 0, answer.count("eval_count"), 0);
    }

    /**
     * The call's id, or one made up where there is none: it must not be that of another call in the same conversation,
     * so the time at which the answer was made is in it.
     */
    static String id(JsonValue.Obj answer, JsonValue.Obj call, int number) {
        String id = call.textOrEmpty("id");
        if (!id.isEmpty()) {
            return id;
        }
        CRC32C hash = new CRC32C();
        hash.update(answer.textOrEmpty("created_at").getBytes(StandardCharsets.UTF_8));
        hash.update(call.raw().array(), call.raw().from(), call.raw().length());
        return "call_" + Long.toHexString(hash.getValue()) + "_" + number;
    }

    /** The arguments as JSON; some models give them as text. */
    static String arguments(JsonValue.Obj function) {
        JsonValue arguments = function.get("arguments");
        return switch (arguments) {
            case null -> "{}";
            case JsonValue.Text text -> text.length() == 0 ? "{}" : text.value();
            default -> arguments.raw().text();
        };
    }
}
