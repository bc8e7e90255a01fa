package io.penstock.dialect;

import io.penstock.chat.Part;
import io.penstock.json.JsonReader;

/** Calls of tools in the history of a conversation, for providers that know functions with JSON objects only. */
public final class PastCalls {
    private PastCalls() {}

    /**
     * The call's arguments as a JSON object. Plain text, and what is no object (a call that was cut off, say), is wrapped
     * into one, so that the conversation can go on.
     */
    public static String arguments(Part.ToolUse use) {
        if (!use.freeform() && use.arguments().isBlank()) {
            return "{}";
        }
        boolean isObject = !use.freeform() && JsonReader.object(use.arguments()) != null;
        return isObject ? use.arguments() : FreeformTools.wrap(use.arguments());
    }
}
