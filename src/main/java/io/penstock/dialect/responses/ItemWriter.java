package io.penstock.dialect.responses;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Turn;
import io.penstock.dialect.DataUrl;
import io.penstock.dialect.FreeformTools;
import io.penstock.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a conversation as items. */
final class ItemWriter {
    private final ChatRequest request;
    private final JsonWriter out;
    private final Set<String> freeform;
    private final Set<String> freeformCalls = new HashSet<>();
    private boolean messageOpen;

    ItemWriter(ChatRequest request, JsonWriter out) {
        this.request = request;
        this.out = out;
        this.freeform = FreeformTools.names(request);
    }

    /** Appends the member {@code input}. */
    void write() {
        out.array("input");
        for (Turn turn : request.turns()) {
            for (Part part : turn.parts()) {
                part(turn.role(), part);
            }
            closeMessage();
        }
        out.endArray();
    }

    private void part(Role role, Part part) {
        switch (part) {
            case Part.Text text -> {
                openMessage(role);
                out.object().put("type", role == Role.ASSISTANT ? "output_text" : "input_text");
                out.put("text", text.text()).endObject();
            }
            case Part.Refusal refusal -> {
                openMessage(Role.ASSISTANT);
                out.object()
                        .put("type", "refusal")
                        .put("refusal", refusal.text())
                        .endObject();
            }
            case Part.Image _, Part.Audio _, Part.Document _ -> {
                openMessage(role);
                media(part);
            }
            case Part.ToolUse use -> call(use);
            case Part.ToolResult result -> output(result);
            case Part.Thinking thinking -> reasoning(thinking.text(), thinking.signature());
            case Part.HiddenThinking hidden -> reasoning("", hidden.signature());
        }
    }

    private void openMessage(Role role) {
        if (messageOpen) {
            return;
        }
        messageOpen = true;
        String spoken = switch (role) {
            case SYSTEM -> "system";
            case USER, TOOL -> "user";
            case ASSISTANT -> "assistant";
        };
        out.object().put("type", "message").put("role", spoken).array("content");
    }

    private void closeMessage() {
        if (messageOpen) {
            out.endArray().endObject();
        }
        messageOpen = false;
    }

    private void media(Part part) {
        switch (part) {
            case Part.Image image -> {
                out.object().put("type", "input_image");
                where(image.media(), "image_url", "image_url");
                out.put("detail", image.detail() == null ? "auto" : image.detail())
                        .endObject();
            }
            case Part.Document document -> {
                out.object().put("type", "input_file");
                where(document.media(), "file_data", "file_url");
                boolean inline = document.media() instanceof Media.Inline;
                out.put("filename", document.name() == null && inline ? "document.pdf" : document.name());
                out.endObject();
            }
            case Part.Audio audio -> {
                out.object().put("type", "input_audio").object("input_audio");
                out.plain("data", "", audio.base64()).put("format", audio.format());
                out.endObject().endObject();
            }
            default -> {}
        }
    }

    private void where(Media media, String inlineField, String linkField) {
        switch (media) {
            case Media.Inline inline -> out.plain(inlineField, DataUrl.prefix(inline.type()), inline.base64());
            case Media.Link link -> out.put(linkField, link.url());
            case Media.Uploaded uploaded -> out.put("file_id", uploaded.id());
        }
    }

    private void call(Part.ToolUse use) {
        closeMessage();
        boolean custom = use.freeform() || freeform.contains(use.name());
        if (!custom) {
            out.object().put("type", "function_call").put("call_id", use.id()).put("name", use.name());
            out.put("arguments", use.arguments()).endObject();
            return;
        }
        freeformCalls.add(use.id());
        String input = use.freeform() ? use.arguments() : FreeformTools.unwrap(use.arguments());
        out.object().put("type", "custom_tool_call").put("call_id", use.id()).put("name", use.name());
        out.put("input", input).endObject();
    }

    private void output(Part.ToolResult result) {
        closeMessage();
        boolean custom = freeformCalls.contains(result.id());
        out.object().put("type", custom ? "custom_tool_call_output" : "function_call_output");
        out.put("call_id", result.id());
        List<Part> content = result.content();
        if (content.isEmpty()) {
            out.put("output", "");
        } else if (content.size() == 1 && content.getFirst() instanceof Part.Text text) {
            out.put("output", text.text());
        } else {
            out.array("output");
            for (Part part : content) {
                if (part instanceof Part.Text text) {
                    out.object()
                            .put("type", "input_text")
                            .put("text", text.text())
                            .endObject();
                } else {
                    media(part);
                }
            }
            out.endArray();
        }
        out.endObject();
    }

    /** Thoughts without OpenAI's seal would be refused, or mean nothing. */
    private void reasoning(String text, @Nullable Signature signature) {
        if (signature == null || !signature.isOf(Signature.OPENAI)) {
            return;
        }
        closeMessage();
        out.object().put("type", "reasoning").array("summary");
        if (!text.isEmpty()) {
            out.object().put("type", "summary_text").put("text", text).endObject();
        }
        out.endArray();
        out.put("encrypted_content", signature.data()).endObject();
    }
}
