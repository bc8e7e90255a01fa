package io.penstock.sdk;

import io.penstock.dialect.Wire;
import io.vertx.core.buffer.Buffer;

/** What one vendor answers, byte for byte as its documents show it. */
interface FakeAnswers {
    static FakeAnswers of(Wire wire) {
        return switch (wire) {
            case CHAT -> new FakeChat();
            case RESPONSES -> new FakeResponses();
            case MESSAGES -> new FakeMessages();
            case GEMINI -> new FakeGemini();
            case CONVERSE -> new FakeConverse();
            case COHERE -> new FakeCohere();
            case OLLAMA -> new FakeOllama();
        };
    }

    /** With status 200. */
    String whole(Asked asked);

    Buffer stream(Asked asked);

    default String streamType() {
        return "text/event-stream";
    }

    default int errorStatus() {
        return 400;
    }

    /** Says "no such thing as please fail". */
    String error();

    /** The text as a JSON string's inside. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Two halves, as a stream would have them. */
    static String[] halves(String text) {
        int middle = text.length() / 2;
        return new String[] {escaped(text.substring(0, middle)), escaped(text.substring(middle))};
    }
}
