package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The paths of an OpenAPI document as HTML, by its tags: what is shown where no script runs. */
final class PathList {
    private PathList() {}

    /** A heading and a list for each tag. */
    static String html(JsonNode document) {
        StringBuilder html = new StringBuilder();
        for (JsonNode tag : document.path("tags")) {
            String name = tag.path("name").asText();
            html.append("<h2>").append(escaped(name)).append("</h2>\n<ul>\n");
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(method -> method.getValue()
                                    .path("tags")
                                    .path(0)
                                    .asText()
                                    .equals(name))
                            .forEach(method -> html.append(item(
                                    method.getKey(),
                                    path.getKey(),
                                    method.getValue().path("summary")))));
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String item(String method, String path, JsonNode summary) {
        return "<li><code>" + method.toUpperCase(Locale.ROOT) + " " + escaped(path) + "</code> "
                + escaped(summary.asText()) + "</li>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
