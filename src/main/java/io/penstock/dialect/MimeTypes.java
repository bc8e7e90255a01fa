package io.penstock.dialect;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of what pictures, sounds and files are (RFC 6838). */
public final class MimeTypes {
    /** No quotes, so that one can be written into a data URL inside JSON as it is. */
    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");

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

    /** Lower case, without parameters, with the usual name of JPEG; empty where it is no MIME type. */
    public static String canonical(String type) {
        int parameters = type.indexOf(';');
        String bare =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        if (!TYPE.matcher(bare).matches()) {
            return "";
        }
        return bare.equals("image/jpg") ? "image/jpeg" : bare;
    }

    /** By the ending of a link's path, in Google's spelling. */
    public static String ofLink(String url, String otherwise) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, otherwise);
    }

    /** OpenAI's name of an audio format. */
    public static String audioFormat(String type) {
        return switch (type) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
            default -> type.substring(type.indexOf('/') + 1);
        };
    }

    /** The MIME type of OpenAI's audio format. */
    public static String ofAudio(String format) {
        return format.equals("pcm16") ? "audio/l16" : "audio/" + format;
    }
}
