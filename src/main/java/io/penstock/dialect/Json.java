package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** The one streaming JSON factory of the data plane, with its bounds. Shared by all threads. */
final class Json {
    /** How deep a request or an answer may nest. */
    static final int NESTING_MAX = 500;

    /** Strings are skipped, not kept, so their length is bounded by the body's own bound. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            // UTF-8 only: UTF-16 that is let in could not be spliced by byte offsets.
            .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
            .build();

    private Json() {}
}
