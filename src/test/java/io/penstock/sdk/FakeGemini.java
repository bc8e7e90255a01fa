package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** Google generateContent. */
final class FakeGemini implements FakeAnswers {
    private static final String USAGE =
            "\"usageMetadata\":{\"promptTokenCount\":11,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":7,\"totalTokenCount\":18},\"modelVersion\":\"fake-model\",\"responseId\":\"bH6L\"";
    private static final String CALLS =
            "{\"functionCall\":{\"name\":\"get_weather\",\"args\":{\"city\":\"Oslo\"}},\"thoughtSignature\":\"RXBFc2VhbA==\"},{\"functionCall\":{\"name\":\"get_time\"}}";

    @Override
    public String whole(Asked asked) {
        String parts = asked == Asked.TOOLS ? CALLS : "{\"text\":\"" + FakeAnswers.escaped(asked.text()) + "\"}";
        return "{" + candidate(parts, "STOP") + "," + USAGE + "}";
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        if (asked == Asked.TOOLS) {
            chunk(all, candidate(CALLS, null));
        } else {
            for (String half : FakeAnswers.halves(asked.text())) {
                chunk(all, candidate("{\"text\":\"" + half + "\"}", null));
            }
        }
        chunk(all, candidate("{\"text\":\"\"}", "STOP"));
        return Buffer.buffer(all.toString());
    }

    private static String candidate(String parts, String finish) {
        return "\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]},"
                + (finish == null ? "" : "\"finishReason\":\"" + finish + "\",") + "\"index\":0}]";
    }

    private static void chunk(StringBuilder all, String candidate) {
        all.append("data: {").append(candidate).append(",").append(USAGE).append("}\r\n\r\n");
    }

    @Override
    public String error() {
        return "{\"error\":{\"code\":400,\"message\":\"no such thing as please fail\",\"status\":\"INVALID_ARGUMENT\"}}";
    }
}
