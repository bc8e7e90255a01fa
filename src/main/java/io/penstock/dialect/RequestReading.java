package io.penstock.dialect;

/** What came of reading a request: its facts, or why it cannot be served. */
public sealed interface RequestReading permits RequestFacts, RequestReading.Refused {

    /** The caller's mistake, ready to be answered. */
    record Refused(ApiError error) implements RequestReading {}
}
