package io.penstock.dialect.embeddings;

import io.penstock.dialect.ApiError;

/** What came of reading a request for embeddings. */
public sealed interface EmbeddingReading {
    /** The request. */
    record Read(EmbeddingRequest request) implements EmbeddingReading {}

    /** The caller's mistake; {@code param} names the field. */
    record Refused(ApiError error) implements EmbeddingReading {}
}
