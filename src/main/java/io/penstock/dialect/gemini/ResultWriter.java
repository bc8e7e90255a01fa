package io.penstock.dialect.gemini;

import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.stream.Collectors;

/** Writes the {@code response} of a {@code functionResponse}, which must be an object. */
final class ResultWriter {
    private ResultWriter() {}

    /** The result itself where it is an object; else {@code {"result": text}}, or {@code {"error": text}}. */
    static void response(Part.ToolResult result, JsonWriter out) {
        String text = result.content().stream()
                .filter(part -> part instanceof Part.Text)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
        JsonValue.Obj object = text.stripLeading().startsWith("{") ? JsonReader.object(text) : null;
        if (object == null) {
            out.object("response")
                    .put(result.error() ? "error" : "result", text)
                    .endObject();
        } else if (result.error()) {
            out.object("response").raw("error", object.raw()).endObject();
        } else {
            out.raw("response", Slice.of(text));
        }
    }
}
