package io.penstock.chat;

/** Where a picture or a file is. */
public sealed interface Media {

    /**
     * In the request itself.
     *
     * @param type MIME type, lower case, e.g. {@code image/png}; {@code image/jpeg}, never {@code image/jpg}
     * @param base64 standard alphabet, as it came, without line ends
     */
    record Inline(String type, Slice base64) implements Media {}

    /** Where the provider may fetch it: {@code https://...}, or {@code gs://...} and {@code s3://...} where it can. */
    record Link(String url) implements Media {}

    /** Uploaded to the provider before; means nothing to any other. */
    record Uploaded(String id) implements Media {}
}
