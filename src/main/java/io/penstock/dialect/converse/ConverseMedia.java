package io.penstock.dialect.converse;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.json.JsonWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes pictures and documents: their bytes, or where they lie in S3. */
final class ConverseMedia {
    private static final Set<String> PICTURES = Set.of("png", "jpeg", "gif", "webp");
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf",
            "pdf",
            "text/csv",
            "csv",
            "application/msword",
            "doc",
            OFFICE + "wordprocessingml.document",
            "docx",
            "application/vnd.ms-excel",
            "xls",
            OFFICE + "spreadsheetml.sheet",
            "xlsx",
            "text/html",
            "html",
            "text/plain",
            "txt",
            "text/markdown",
            "md");

    private final UnsupportedFields unsupported;
    private final JsonWriter json;
    private final Set<String> names = new HashSet<>();

    ConverseMedia(UnsupportedFields unsupported, JsonWriter json) {
        this.unsupported = unsupported;
        this.json = json;
    }

    void image(Part.Image image, String field) {
        String format = pictureFormat(image.media());
        if (format == null) {
            String why = "It takes the bytes of PNG, JPEG, GIF and WebP, and objects in S3, but no links.";
            unsupported.content(field + ".image_url", why);
            return;
        }
        json.object().object("image").put("format", format);
        source(image.media());
        json.endObject().endObject();
    }

    void document(Part.Document document, String field) {
        String format = documentFormat(document);
        if (format == null) {
            String why = "It takes the bytes of PDF, CSV, Word, Excel, HTML, text and Markdown, and objects in S3.";
            unsupported.content(field + ".file", why);
            return;
        }
        json.object().object("document").put("format", format).put("name", name(document.name()));
        source(document.media());
        json.endObject().endObject();
    }

    private void source(Media media) {
        json.object("source");
        switch (media) {
            case Media.Inline inline -> json.plain("bytes", "", inline.base64());
            case Media.Link link ->
                json.object("s3Location").put("uri", link.url()).endObject();
            case Media.Uploaded _ -> {}
        }
        json.endObject();
    }

    private static @Nullable String pictureFormat(Media media) {
        return switch (media) {
            case Media.Inline inline -> {
                String format =
                        inline.type().startsWith("image/") ? inline.type().substring("image/".length()) : "";
                yield PICTURES.contains(format) ? format : null;
            }
            case Media.Link link -> {
                String format = extension(link.url());
                yield !link.url().startsWith("s3://") ? null : PICTURES.contains(format) ? format : "jpeg";
            }
            case Media.Uploaded _ -> null;
        };
    }

    private static @Nullable String documentFormat(Part.Document document) {
        return switch (document.media()) {
            case Media.Inline inline -> DOCUMENTS.get(inline.type());
            case Media.Link link -> {
                String format = extension(link.url());
                yield !link.url().startsWith("s3://") ? null : DOCUMENTS.containsValue(format) ? format : "pdf";
            }
            case Media.Uploaded _ -> null;
        };
    }

    private static String extension(String url) {
        String end = url.substring(url.lastIndexOf('.') + 1);
        return end.equals("jpg") ? "jpeg" : end;
    }

    /** Letters, digits, single spaces, {@code -()[]}; no two alike. */
    private String name(@Nullable String given) {
        String clean = given == null
                ? ""
                : given.replaceAll("[^A-Za-z0-9 ()\\[\\]-]", "-")
                        .replaceAll(" +", " ")
                        .strip();
        String base = clean.isEmpty() ? "document" : clean;
        String name = base;
        for (int number = 2; !names.add(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }
}
