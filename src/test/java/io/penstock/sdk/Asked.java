package io.penstock.sdk;

/** What a request is about, as far as a {@link FakeProvider} cares. */
enum Asked {
    /** Answered with {@link #TEXT}. */
    PLAIN,
    /** Answered with two calls at once: {@code get_weather} for Oslo, and {@code get_time} without arguments. */
    TOOLS,
    /** Answered with {@link #AFTER_TOOLS}. */
    TOOL_RESULT,
    /** Answered with {@link #SEEN}. */
    IMAGE,
    /** Answered with {@link #JSON}. */
    JSON_SCHEMA,
    /** Refused as an invalid request. */
    ERROR;

    static final String TEXT = "Hello from afar.";
    static final String AFTER_TOOLS = "It is 4 C.";
    static final String SEEN = "I see one pixel.";
    static final String JSON = "{\"city\":\"Oslo\"}";

    /** The first bytes of any PNG in base64. */
    static final String PNG = "iVBORw0KGgo";

    static Asked in(String body) {
        if (body.contains("please fail")) {
            return ERROR;
        }
        if (body.contains("\"4 C\"") || body.contains("4 degrees")) {
            return TOOL_RESULT;
        }
        if (body.contains("get_weather")) {
            return TOOLS;
        }
        if (body.contains(PNG)) {
            return IMAGE;
        }
        return body.contains("city_schema")
                        || body.contains("\"schema\"")
                        || body.contains("json_schema")
                        || body.contains("JsonSchema")
                        || body.contains("responseSchema")
                        || body.contains("\"format\":{")
                ? JSON_SCHEMA
                : PLAIN;
    }

    /** What is said, where nothing is called. */
    String text() {
        return switch (this) {
            case PLAIN, ERROR, TOOLS -> TEXT;
            case TOOL_RESULT -> AFTER_TOOLS;
            case IMAGE -> SEEN;
            case JSON_SCHEMA -> JSON;
        };
    }
}
