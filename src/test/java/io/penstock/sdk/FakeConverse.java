package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Amazon Bedrock Converse. */
final class FakeConverse implements FakeAnswers {
    private static final String USAGE =
            "\"usage\":{\"inputTokens\":7,\"outputTokens\":7,\"totalTokens\":18,\"cacheReadInputTokens\":4,\"cacheWriteInputTokens\":0},\"metrics\":{\"latencyMs\":812}";

    @Override
    public String whole(Asked asked) {
        String content = asked == Asked.TOOLS
                ? "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"get_weather\",\"input\":{\"city\":\"Oslo\"}}},{\"toolUse\":{\"toolUseId\":\"t2\",\"name\":\"get_time\",\"input\":{}}}"
                : "{\"text\":\"" + FakeAnswers.escaped(asked.text()) + "\"}";
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[" + content + "]}},\"stopReason\":\""
                + reason(asked) + "\"," + USAGE + "}";
    }

    private static String reason(Asked asked) {
        return asked == Asked.TOOLS ? "tool_use" : "end_turn";
    }

    @Override
    public Buffer stream(Asked asked) {
        Buffer all = Buffer.buffer();
        frame(all, "messageStart", "{\"role\":\"assistant\"}");
        if (asked == Asked.TOOLS) {
            call(all, 0, "get_weather", "{\\\"city\\\":", "\\\"Oslo\\\"}");
            call(all, 1, "get_time");
        } else {
            for (String half : FakeAnswers.halves(asked.text())) {
                frame(
                        all,
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + half + "\"},\"p\":\"abc\"}");
            }
            frame(all, "contentBlockStop", "{\"contentBlockIndex\":0}");
        }
        frame(all, "messageStop", "{\"stopReason\":\"" + reason(asked) + "\"}");
        frame(all, "metadata", "{" + USAGE + "}");
        return all;
    }

    private static void call(Buffer all, int index, String name, String... pieces) {
        frame(
                all,
                "contentBlockStart",
                "{\"contentBlockIndex\":" + index + ",\"start\":{\"toolUse\":{\"toolUseId\":\"t" + (index + 1)
                        + "\",\"name\":\"" + name + "\"}}}");
        for (String piece : pieces) {
            frame(
                    all,
                    "contentBlockDelta",
                    "{\"contentBlockIndex\":" + index + ",\"delta\":{\"toolUse\":{\"input\":\"" + piece + "\"}}}");
        }
        frame(all, "contentBlockStop", "{\"contentBlockIndex\":" + index + "}");
    }

    private static void frame(Buffer all, String type, String payload) {
        Buffer headers = Buffer.buffer();
        header(headers, ":message-type", "event");
        header(headers, ":event-type", type);
        header(headers, ":content-type", "application/json");
        Buffer frame = Buffer.buffer();
        frame.appendInt(16 + headers.length() + payload.getBytes(StandardCharsets.UTF_8).length)
                .appendInt(headers.length());
        frame.appendInt(checksum(frame)).appendBuffer(headers).appendString(payload);
        all.appendBuffer(frame.appendInt(checksum(frame)));
    }

    private static void header(Buffer headers, String name, String value) {
        headers.appendByte((byte) name.length())
                .appendString(name)
                .appendByte((byte) 7)
                .appendShort((short) value.length())
                .appendString(value);
    }

    private static int checksum(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }

    @Override
    public String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public String error() {
        return "{\"message\":\"no such thing as please fail\"}";
    }
}
