package io.penstock.dialect.gemini;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole {@code GenerateContentResponse}. A call whose arguments are no JSON object cannot be written as one: the
 * candidate then ends as Google's own do, with {@code MALFORMED_FUNCTION_CALL} and the arguments in {@code finishMessage}.
 */
final class AnswerWriter {
    private AnswerWriter() {}

    static Buffer write(ChatAnswer answer, Reply reply) {
        JsonWriter out = new JsonWriter(1024).object().array("candidates");
        for (int index = 0; index < answer.choices().size(); index++) {
            candidate(index, answer.choices().get(index), out);
        }
        out.endArray();
        if (answer.usage().reported()) {
            UsageMetadata.write(answer.usage(), out);
        }
        out.put("modelVersion", reply.model());
        out.put("responseId", answer.id().isEmpty() ? reply.id() : answer.id());
        return out.endObject().toBuffer();
    }

    private static void candidate(int index, ChatAnswer.Choice choice, JsonWriter out) {
        String malformed = null;
        CandidateWriter.begin(out);
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text text -> CandidateWriter.text(text.text(), false, null, out);
                case Part.Refusal refusal -> CandidateWriter.text(refusal.text(), false, null, out);
                case Part.Thinking thinking -> thinking(thinking, out);
                case Part.ToolUse use -> malformed = CandidateWriter.call(use, out) ? malformed : malformed(use);
                // Another vendor's encrypted thoughts; the rest is in no answer.
                case Part.HiddenThinking _ -> {}
                case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> {}
            }
        }
        CandidateWriter.end(index, reason(choice.finish(), malformed), message(choice.finish(), malformed), out);
    }

    private static void thinking(Part.Thinking thinking, JsonWriter out) {
        Signature signature = thinking.signature();
        boolean seal = signature != null && signature.isOf(Signature.GOOGLE);
        if (!thinking.text().isEmpty() || seal) {
            CandidateWriter.text(thinking.text(), !thinking.text().isEmpty(), signature, out);
        }
    }

    static String malformed(Part.ToolUse use) {
        return "Malformed function call: " + use.name() + "(" + use.arguments() + ")";
    }

    /** An answer that was cut off may well end inside a call. */
    static String reason(Finish finish, @Nullable String malformed) {
        boolean broken = malformed != null && (finish == Finish.TOOLS || finish == Finish.STOP);
        return broken ? Finishes.MALFORMED_CALL : Finishes.write(finish);
    }

    static @Nullable String message(Finish finish, @Nullable String malformed) {
        return reason(finish, malformed).equals(Finishes.MALFORMED_CALL) ? malformed : null;
    }
}
