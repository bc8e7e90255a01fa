package io.penstock.dialect.gemini;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.MimeTypes;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;

/** Writes pictures, sounds and documents as {@code inlineData} or {@code fileData} parts. Owned by one writing. */
final class MediaWriter {
    private final Writing writing;
    private final Mistakes mistakes;
    private final JsonWriter out;

    MediaWriter(Writing writing, Mistakes mistakes, JsonWriter out) {
        this.writing = writing;
        this.mistakes = mistakes;
        this.out = out;
    }

    /** Writes one part; nothing for a part that is none of these. A picture's {@code detail} has no place here. */
    void write(Part part) {
        switch (part) {
            case Part.Image image -> media(image.media(), "image/jpeg", "image_url");
            case Part.Document document -> media(document.media(), "application/pdf", "file");
            case Part.Audio audio -> inline(MimeTypes.ofAudio(audio.format()), audio.base64());
            case Part.Text _, Part.Thinking _, Part.HiddenThinking _, Part.Refusal _ -> {}
            case Part.ToolUse _, Part.ToolResult _ -> {}
        }
    }

    private void media(Media media, String usualType, String field) {
        switch (media) {
            case Media.Inline inline -> inline(inline.type(), inline.base64());
            case Media.Link link -> {
                if (writing.has(Quirk.NO_LINKS) || link.url().startsWith("s3:")) {
                    mistakes.unsupported(
                            field, "Links are not supported by this model's provider; send the data itself.");
                }
                file(link.url(), MimeTypes.ofLink(link.url(), usualType));
            }
            case Media.Uploaded uploaded -> {
                if (!uploaded.id().startsWith(MediaReader.FILES_API)) {
                    mistakes.unsupported(
                            "file_id", "A file uploaded elsewhere cannot be read by this model's provider.");
                }
                file(uploaded.id(), MimeTypes.ofLink(uploaded.id(), ""));
            }
        }
    }

    private void inline(String type, Slice base64) {
        out.object()
                .object("inlineData")
                .put("mimeType", type)
                .plain("data", "", base64)
                .endObject()
                .endObject();
    }

    private void file(String uri, String type) {
        out.object()
                .object("fileData")
                .put("mimeType", type.isEmpty() ? null : type)
                .put("fileUri", uri)
                .endObject()
                .endObject();
    }
}
