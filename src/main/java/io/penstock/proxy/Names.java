package io.penstock.proxy;

import io.netty.util.AsciiString;
import io.penstock.dialect.Wire;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** Header names and values the data plane writes, made once. */
final class Names {
    static final CharSequence JSON = AsciiString.cached("application/json");
    static final CharSequence EVENT_STREAM = AsciiString.cached("text/event-stream");
    static final CharSequence USER_AGENT = AsciiString.cached("penstock");
    static final CharSequence NO_CACHE = AsciiString.cached("no-cache");
    static final CharSequence NO = AsciiString.cached("no");
    static final CharSequence TRUE = AsciiString.cached("true");
    static final CharSequence FALSE = AsciiString.cached("false");
    static final CharSequence ACCEL_BUFFERING = AsciiString.cached("x-accel-buffering");
    static final CharSequence REQUEST_ID = AsciiString.cached("x-request-id");
    /** As Anthropic's SDKs read it. */
    static final CharSequence ANTHROPIC_REQUEST_ID = AsciiString.cached("request-id");
    /** The id a provider gave its own answer. */
    static final CharSequence PROVIDER_REQUEST_ID = AsciiString.cached("x-penstock-provider-request-id");

    static final CharSequence RETRY_AFTER_MS = AsciiString.cached("retry-after-ms");
    static final CharSequence SHOULD_RETRY = AsciiString.cached("x-should-retry");
    static final CharSequence CALL_ID = AsciiString.cached("x-penstock-call-id");
    static final CharSequence ATTEMPTS = AsciiString.cached("x-penstock-attempts");
    /** {@code never}: this request must not run twice. */
    static final CharSequence REPEAT = AsciiString.cached("x-penstock-repeat");

    static final CharSequence PROVIDER = AsciiString.cached("x-penstock-provider");
    static final CharSequence MODEL = AsciiString.cached("x-penstock-model");

    static final CharSequence POWER_LEVEL = AsciiString.cached("x-penstock-power-level");
    static final CharSequence COST = AsciiString.cached("x-penstock-cost-usd");
    /** The power level that a caller asks for. */
    static final CharSequence ASKED_LEVEL = AsciiString.cached("x-power-level");

    private Names() {}

    static boolean isEventStream(HttpClientResponse answer) {
        return hasType(answer, "text/event-stream");
    }

    /** Whether an answer comes as events, in the framing of the dialect that was spoken. */
    static boolean isStream(HttpClientResponse answer, Wire wire) {
        return switch (wire) {
            case CONVERSE -> hasType(answer, "application/vnd.amazon.eventstream");
            case OLLAMA -> hasType(answer, "application/x-ndjson");
            case CHAT, RESPONSES, MESSAGES, GEMINI, COHERE -> isEventStream(answer);
        };
    }

    /** Whether an answer does not say that it is something else than JSON. */
    static boolean mayBeJson(HttpClientResponse answer) {
        return isJson(answer) || !answer.headers().contains(HttpHeaders.CONTENT_TYPE);
    }

    static boolean isJson(HttpClientResponse answer) {
        return hasType(answer, "application/json");
    }

    private static boolean hasType(HttpClientResponse answer, String type) {
        String value = answer.headers().get(HttpHeaders.CONTENT_TYPE);
        return value != null && value.regionMatches(true, 0, type, 0, type.length());
    }
}
