package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Turn;
import java.util.List;

/** How long a request's body will be. */
public final class BodySize {
    private static final int BYTES_MIN = 4 << 10;
    private static final int PART_BYTES = 100;
    private static final int TURN_BYTES = 50;

    private BodySize() {}

    /** About as many bytes as the body will have in any dialect, so that pictures are not copied again as it grows. */
    public static int expected(ChatRequest request) {
        long bytes = BYTES_MIN;
        for (Turn turn : request.turns()) {
            bytes += TURN_BYTES + expected(turn.parts());
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
    }

    private static long expected(List<Part> parts) {
        long bytes = 0;
        for (Part part : parts) {
            bytes += PART_BYTES
                    + switch (part) {
                        case Part.Text text -> text.text().length();
                        case Part.Image image -> expected(image.media());
                        case Part.Document document -> expected(document.media());
                        case Part.Audio audio -> audio.base64().length();
                        case Part.ToolUse use -> use.arguments().length();
                        case Part.ToolResult result -> expected(result.content());
                        case Part.Thinking thinking -> thinking.text().length();
                        case Part.HiddenThinking hidden ->
                            hidden.signature().data().length();
                        case Part.Refusal refusal -> refusal.text().length();
                    };
        }
        return bytes;
    }

    private static long expected(Media media) {
        return media instanceof Media.Inline inline ? inline.base64().length() : 0;
    }
}
