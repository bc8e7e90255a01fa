package io.penstock.dialect.gemini;

import io.penstock.chat.Part;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a {@code functionResponse}. Its {@code response} is an object; one with nothing but {@code result},
 * {@code output} or {@code error} is that value, any other is its JSON as a text.
 */
final class ResultReader {
    private static final Set<String> FIELDS = Set.of("id", "name", "response", "parts", "scheduling", "willContinue");
    private static final Set<String> MEDIA = Set.of("inlineData", "fileData");

    private ResultReader() {}

    static Part.ToolResult read(Fields response, String id, String name) {
        List<Part> content = new ArrayList<>();
        boolean error = false;
        Fields value = response.only(FIELDS).inside("response");
        if (value != null) {
            error = value.object().names().equals(Set.of("error"));
            content.add(new Part.Text(text(value.object())));
        }
        for (Fields media : response.objects("parts")) {
            Part part = MediaReader.read(media.only(MEDIA));
            if (part != null) {
                content.add(part);
            }
        }
        return new Part.ToolResult(id, name.isEmpty() ? null : name, content, error, null);
    }

    private static String text(JsonValue.Obj response) {
        for (String only : List.of("result", "output", "error")) {
            JsonValue value = response.get(only);
            if (value != null && response.names().size() == 1) {
                return value instanceof JsonValue.Text text
                        ? text.value()
                        : value.raw().text();
            }
        }
        return response.raw().text();
    }
}
