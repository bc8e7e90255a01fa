package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.PastCalls;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code contents} and {@code systemInstruction}. Neighbours of one role become one content; results of tools stay
 * apart from what the user says next, since Gemini counts them against the calls before. Owned by one writing.
 */
final class ContentWriter {
    /** Google's word for "this call was not made by a Gemini that signs", which it takes in place of a signature. */
    static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final ChatRequest request;
    private final Mistakes mistakes;
    private final JsonWriter out;
    private final MediaWriter media;
    private final boolean mediaInResults;
    private final List<Part> afterResults = new ArrayList<>();
    private @Nullable Role open;
    private boolean calls;

    ContentWriter(ChatRequest request, Writing writing, Mistakes mistakes, JsonWriter out) {
        this.request = request;
        this.mistakes = mistakes;
        this.out = out;
        this.media = new MediaWriter(writing, mistakes, out);
        this.mediaInResults = GeminiModel.of(writing.model()).takesLevel();
    }

    void write() {
        boolean onlySystem = request.turns().stream().allMatch(turn -> turn.role() == Role.SYSTEM);
        if (!onlySystem) {
            system();
        }
        out.array("contents");
        for (Turn turn : request.turns()) {
            // Without a content there is nothing to answer, so instructions that stand alone are the question.
            if (onlySystem || turn.role() != Role.SYSTEM) {
                parts(onlySystem ? Role.USER : turn.role(), turn.parts());
            }
        }
        close();
        out.endArray();
    }

    private void system() {
        boolean begun = false;
        for (Turn turn : request.turns()) {
            for (Part part : turn.role() == Role.SYSTEM ? turn.parts() : List.<Part>of()) {
                if (!(part instanceof Part.Text text)) {
                    mistakes.unsupported("messages", "Only text is supported in instructions to this model.");
                } else if (!text.text().isEmpty()) {
                    if (!begun) {
                        out.object("systemInstruction").array("parts");
                    }
                    begun = true;
                    out.object().put("text", text.text()).endObject();
                }
            }
        }
        if (begun) {
            out.endArray().endObject();
        }
    }

    private void parts(Role role, List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Signature seal = i + 1 < parts.size() ? textSeal(parts.get(i + 1)) : null;
            boolean sealed = parts.get(i) instanceof Part.Text && seal != null;
            part(role, parts.get(i), sealed ? seal : null);
            i += sealed ? 1 : 0;
        }
    }

    /** The seal of a text, which stands behind it as thoughts without words. */
    private static @Nullable Signature textSeal(Part part) {
        return part instanceof Part.Thinking thinking && thinking.text().isEmpty()
                ? googles(thinking.signature())
                : null;
    }

    private static @Nullable Signature googles(@Nullable Signature signature) {
        return signature != null && signature.isOf(Signature.GOOGLE) ? signature : null;
    }

    private void part(Role role, Part part, @Nullable Signature seal) {
        switch (part) {
            case Part.Text text -> text(role, text.text(), seal);
            case Part.Refusal refusal -> text(role, refusal.text(), null);
            case Part.Thinking thinking -> thinking(role, thinking);
            // Google encrypts no thoughts, so these are another vendor's.
            case Part.HiddenThinking _ -> {}
            case Part.ToolUse use -> call(use);
            case Part.ToolResult result -> result(result);
            case Part.Image _, Part.Audio _, Part.Document _ -> {
                begin(role);
                media.write(part);
            }
        }
    }

    private void text(Role role, String text, @Nullable Signature seal) {
        if (!text.isEmpty() || seal != null) {
            begin(role);
            out.object()
                    .put("text", text)
                    .put("thoughtSignature", seal == null ? null : seal.data())
                    .endObject();
        }
    }

    /** Thoughts that another vendor sealed are left out, words and all. */
    private void thinking(Role role, Part.Thinking thinking) {
        Signature seal = googles(thinking.signature());
        boolean foreign = thinking.signature() != null && seal == null;
        boolean empty = thinking.text().isEmpty();
        if (foreign || empty && seal == null) {
            return;
        }
        begin(role);
        out.object()
                .put("text", thinking.text())
                .put("thought", empty ? null : Boolean.TRUE)
                .put("thoughtSignature", seal == null ? null : seal.data())
                .endObject();
    }

    private void call(Part.ToolUse use) {
        begin(Role.ASSISTANT);
        Signature seal = googles(use.signature());
        out.object()
                .object("functionCall")
                .put("id", use.id())
                .put("name", use.name())
                .raw("args", Slice.of(PastCalls.arguments(use)))
                .endObject()
                .put("thoughtSignature", seal != null ? seal.data() : calls ? null : NO_SIGNATURE)
                .endObject();
        calls = true;
    }

    private void result(Part.ToolResult result) {
        begin(Role.TOOL);
        String name = result.name() == null ? request.toolName(result.id()) : result.name();
        if (name == null) {
            mistakes.invalid("messages", "No tool call before has the id " + result.id() + ".");
            return;
        }
        out.object().object("functionResponse").put("id", result.id()).put("name", name);
        ResultWriter.response(result, out);
        List<Part> pictures = new ArrayList<>(result.content());
        pictures.removeIf(part -> part instanceof Part.Text);
        if (mediaInResults && !pictures.isEmpty()) {
            out.array("parts");
            pictures.forEach(media::write);
            out.endArray();
        } else {
            afterResults.addAll(pictures);
        }
        out.endObject().endObject();
    }

    private void begin(Role role) {
        if (open == role) {
            return;
        }
        close();
        out.object().put("role", role == Role.ASSISTANT ? "model" : "user").array("parts");
        open = role;
        calls = false;
    }

    private void close() {
        if (open != null) {
            afterResults.forEach(media::write);
            afterResults.clear();
            out.endArray().endObject();
        }
        open = null;
    }
}
