package io.penstock.dialect.messages;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonWriter;
import java.util.Locale;
import java.util.Set;

/** Writes blocks with a {@code source}: pictures and documents. */
final class SourceWriter {
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    /** How ids of Anthropic's own files begin; another vendor's mean nothing to it. */
    private static final String FILE_ID = "file_";

    private final JsonWriter out;
    private final Mistakes mistakes;

    SourceWriter(JsonWriter out, Mistakes mistakes) {
        this.out = out;
        this.mistakes = mistakes;
    }

    /** @param mark writes the block's cache mark */
    void image(String field, Media media, Runnable mark) {
        if (media instanceof Media.Inline inline && !PICTURES.contains(inline.type())) {
            mistakes.unsupported(
                    field + ".image_url", "Anthropic's models take no picture of type " + inline.type() + ".");
        } else if (isWritable(field + ".image_url", media)) {
            out.object().put("type", "image");
            source(media);
            mark.run();
            out.endObject();
        }
    }

    /** @param mark writes the block's cache mark */
    void document(String field, Part.Document document, Runnable mark) {
        Media media = document.media();
        boolean text = media instanceof Media.Inline inline && inline.type().startsWith("text/");
        boolean pdf = media instanceof Media.Inline inline && inline.type().equals("application/pdf");
        if (media instanceof Media.Inline inline && !text && !pdf) {
            mistakes.unsupported(field + ".file", "Anthropic's models take no file of type " + inline.type() + ".");
        } else if (isWritable(field + ".file", media)) {
            out.object().put("type", "document");
            if (text) {
                plainText(field, (Media.Inline) media);
            } else {
                source(media);
            }
            out.put("title", document.name());
            mark.run();
            out.endObject();
        }
    }

    private boolean isWritable(String field, Media media) {
        return switch (media) {
            case Media.Inline inline -> true;
            case Media.Link link -> {
                String url = link.url().toLowerCase(Locale.ROOT);
                boolean web = url.startsWith("https://") || url.startsWith("http://");
                if (!web) {
                    mistakes.unsupported(field, "Anthropic fetches addresses of the web only ('" + field + "').");
                }
                yield web;
            }
            case Media.Uploaded uploaded -> {
                boolean ours = uploaded.id().startsWith(FILE_ID);
                if (!ours) {
                    mistakes.unsupported(field, "'" + field + "' names a file that is not at Anthropic.");
                }
                yield ours;
            }
        };
    }

    private void source(Media media) {
        out.object("source");
        switch (media) {
            case Media.Inline inline ->
                out.put("type", "base64").put("media_type", inline.type()).plain("data", "", inline.base64());
            case Media.Link link -> out.put("type", "url").put("url", link.url());
            case Media.Uploaded uploaded -> out.put("type", "file").put("file_id", uploaded.id());
        }
        out.endObject();
    }

    private void plainText(String field, Media.Inline inline) {
        String text = Base64Text.decoded(inline.base64());
        if (text == null) {
            mistakes.invalid(field + ".file", "'" + field + ".file' is not base64.");
            return;
        }
        out.object("source")
                .put("type", "text")
                .put("media_type", "text/plain")
                .put("data", text)
                .endObject();
    }
}
