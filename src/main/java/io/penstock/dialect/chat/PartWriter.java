package io.penstock.dialect.chat;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.DataUrl;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code content}: one text as a text, all else as an array of parts. */
final class PartWriter {
    private final Writing writing;
    private final Mistakes mistakes;
    private final JsonWriter out;

    PartWriter(Writing writing, Mistakes mistakes, JsonWriter out) {
        this.writing = writing;
        this.mistakes = mistakes;
        this.out = out;
    }

    /** @param path of the content, e.g. {@code messages.2.content} */
    void content(List<Part> parts, String path) {
        if (parts.isEmpty()) {
            out.put("content", "");
            return;
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text only && !marks(only.cache())) {
            out.put("content", only.text());
            return;
        }
        out.array("content");
        for (int index = 0; index < parts.size(); index++) {
            part(parts.get(index), path + "." + index);
        }
        out.endArray();
    }

    private boolean marks(@Nullable CacheMark mark) {
        return mark != null && writing.has(Quirk.CACHE_CONTROL);
    }

    private void part(Part part, String path) {
        switch (part) {
            case Part.Text text -> text(text.text(), text.cache());
            case Part.Image image -> image(image, path);
            case Part.Audio audio ->
                out.object()
                        .put("type", "input_audio")
                        .object("input_audio")
                        .plain("data", "", audio.base64())
                        .put("format", audio.format())
                        .endObject()
                        .endObject();
            case Part.Document document -> document(document, path);
            case Part.Refusal refusal -> text(refusal.text(), null);
            case Part.ToolUse use -> misplaced(path);
            case Part.ToolResult result -> misplaced(path);
            // Seals and thoughts belong to messages of the assistant, which writes them itself.
            case Part.Thinking thinking -> {}
            case Part.HiddenThinking hidden -> {}
        }
    }

    private void misplaced(String path) {
        mistakes.invalidValue(path, "a message of this role cannot hold it");
    }

    private void text(String text, @Nullable CacheMark cache) {
        out.object().put("type", "text").put("text", text);
        end(cache);
    }

    private void end(@Nullable CacheMark cache) {
        if (marks(cache)) {
            mark(cache, out);
        }
        out.endObject();
    }

    /** Anthropic's mark as a member; nothing where there is none. */
    static void mark(@Nullable CacheMark cache, JsonWriter out) {
        if (cache != null) {
            out.object("cache_control").put("type", "ephemeral");
            if (!cache.equals(CacheMark.SHORT)) {
                out.put("ttl", cache.ttl());
            }
            out.endObject();
        }
    }

    private void image(Part.Image image, String path) {
        String field = path + ".image_url";
        out.object().put("type", "image_url").object("image_url");
        switch (image.media()) {
            case Media.Inline inline -> out.plain("url", DataUrl.prefix(inline.type()), inline.base64());
            case Media.Link link
            when writing.has(Quirk.NO_LINKS) ->
                mistakes.unsupported(field, "This model's provider takes pictures as data URLs only.");
            case Media.Link link
            when !isWeb(link) -> mistakes.unsupported(field, "This model's provider cannot fetch this address.");
            case Media.Link link -> out.put("url", link.url());
            case Media.Uploaded uploaded ->
                mistakes.unsupported(field, "A picture uploaded elsewhere is unknown to this model's provider.");
        }
        out.put("detail", image.detail()).endObject();
        end(image.cache());
    }

    private static boolean isWeb(Media.Link link) {
        return link.url().startsWith("https://") || link.url().startsWith("http://");
    }

    private void document(Part.Document document, String path) {
        if (document.media() instanceof Media.Inline inline && inline.type().startsWith("text/")) {
            String text = Base64Text.decoded(inline.base64());
            if (text == null) {
                mistakes.invalidValue(path + ".file", "its data is no base64");
            } else {
                text(text, document.cache());
            }
            return;
        }
        out.object().put("type", "file").object("file").put("filename", document.name());
        switch (document.media()) {
            case Media.Inline inline -> out.plain("file_data", DataUrl.prefix(inline.type()), inline.base64());
            case Media.Uploaded uploaded -> out.put("file_id", uploaded.id());
            case Media.Link link ->
                mistakes.unsupported(path + ".file", "This model's provider takes no links to files.");
        }
        out.endObject();
        end(document.cache());
    }
}
