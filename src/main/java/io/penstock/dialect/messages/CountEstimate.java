package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Guesses a call's input tokens from its length. Anthropic's glossary speaks of about 3.5 English characters a token; a
 * character of three bytes is then a little less than one token, which is about right for Chinese and Japanese.
 */
final class CountEstimate {
    private static final double BYTES_PER_TOKEN = 3.5;

    /** A picture of the largest size that is not made smaller: width x height / 750. */
    private static final int PICTURE_TOKENS = 1600;

    /** A page of a PDF is read as text and as a picture. */
    private static final int PDF_TOKENS = 3000;

    /** About as much as a page of 100 KB costs. */
    private static final int PDF_BASE64_BYTES_PER_TOKEN = 45;

    private static final int TOKENS_PER_TURN = 4;

    /** What the API writes around tools. */
    private static final int TOOL_USE_TOKENS = 300;

    private long bytes;
    private long tokens;

    private CountEstimate() {}

    static long of(ChatRequest request) {
        CountEstimate estimate = new CountEstimate();
        for (Turn turn : request.turns()) {
            estimate.tokens += TOKENS_PER_TURN;
            turn.parts().forEach(estimate::part);
        }
        estimate.tokens += request.tools().isEmpty() ? 0 : TOOL_USE_TOKENS;
        request.tools().forEach(estimate::tool);
        if (request.format() instanceof OutputFormat.Schema schema) {
            estimate.json(schema.schema());
        }
        return Math.max(1, estimate.tokens + Math.round(estimate.bytes / BYTES_PER_TOKEN));
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text text -> text(text.text());
            case Part.Refusal refusal -> text(refusal.text());
            case Part.Thinking thinking -> text(thinking.text());
            case Part.HiddenThinking hidden -> text(hidden.signature().data());
            case Part.Image image -> tokens += PICTURE_TOKENS;
            case Part.Audio audio -> tokens += audio.base64().length() / PDF_BASE64_BYTES_PER_TOKEN;
            case Part.Document document -> document(document.media());
            case Part.ToolUse use -> {
                text(use.name());
                text(use.arguments());
            }
            case Part.ToolResult result -> result.content().forEach(this::part);
        }
    }

    private void document(Media media) {
        boolean text = media instanceof Media.Inline inline && inline.type().startsWith("text/");
        if (media instanceof Media.Inline inline) {
            int length = inline.base64().length();
            bytes += text ? length / 4L * 3 : 0;
            tokens += text ? 0 : Math.max(PDF_TOKENS, length / PDF_BASE64_BYTES_PER_TOKEN);
        } else {
            tokens += PDF_TOKENS;
        }
    }

    private void tool(Tool tool) {
        text(tool.name());
        switch (tool) {
            case Tool.Function function -> {
                text(function.description());
                json(function.schema());
            }
            case Tool.Freeform freeform -> {
                text(freeform.description());
                json(freeform.format());
            }
            case Tool.Hosted hosted -> json(hosted.json());
        }
    }

    private void json(@Nullable Slice json) {
        bytes += json == null ? 0 : json.length();
    }

    /** Adds its length in UTF-8. */
    private void text(@Nullable String text) {
        if (text == null) {
            return;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            // Each half of a surrogate pair is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
    }
}
