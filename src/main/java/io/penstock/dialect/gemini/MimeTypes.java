package io.penstock.dialect.gemini;

import java.util.Locale;
import java.util.Map;

/** MIME types as Gemini wants them. */
final class MimeTypes {
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("md", "text/md"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/mov"),
            Map.entry("webm", "video/webm"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mp3"));

    private MimeTypes() {}

    /** Lower case, without parameters, with the usual name of JPEG. */
    static String canonical(String type) {
        int parameters = type.indexOf(';');
        String bare =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        return bare.equals("image/jpg") ? "image/jpeg" : bare;
    }

    /** By the ending of a link's path. */
    static String ofLink(String url, String otherwise) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, otherwise);
    }

    /** OpenAI's name of an audio format. */
    static String audioFormat(String type) {
        return switch (type) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
            default -> type.substring(type.indexOf('/') + 1);
        };
    }

    static String ofAudio(String format) {
        return format.equals("pcm16") ? "audio/l16" : "audio/" + format;
    }
}
