package io.penstock.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.dialect.Framing;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventStreamFramingTest {
    /** Checked against botocore 1.43.107. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("0000009400000057b4ab9aee0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507"
                    + "0011636f6e74656e74426c6f636b44656c74610d3a636f6e74656e742d747970650700106170706c69636174696f6e2f"
                    + "6a736f6e7b22636f6e74656e74426c6f636b496e646578223a302c2264656c7461223a7b2274657874223a22486922"
                    + "7d7d5db19242");

    private static final String EVENT =
            "data: {\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}}\n\n";

    @Test
    void readsTheFrameThatAnotherSdkWrites() {
        // Given
        Framing framing = new EventStreamFraming();

        // When
        Buffer events = framing.feed(Buffer.buffer(FRAME));

        // Then
        assertThat(events.toString()).isEqualTo(EVENT);
    }

    @Test
    void readsFramesCutAnywhere() {
        Seeded.check(200, random -> {
            // Given
            Buffer stream =
                    Buffer.buffer().appendBytes(FRAME).appendBytes(FRAME).appendBytes(FRAME);
            Framing framing = new EventStreamFraming();
            Buffer events = Buffer.buffer();

            // When
            int from = 0;
            while (from < stream.length()) {
                int to = Math.min(stream.length(), from + 1 + random.nextInt(100));
                events.appendBuffer(framing.feed(stream.getBuffer(from, to)));
                from = to;
            }

            // Then
            assertThat(events.toString()).isEqualTo(EVENT.repeat(3));
        });
    }

    @Test
    void anyWrongByteIsOneErrorAndNothingMore() {
        for (int at = 0; at < FRAME.length; at++) {
            // Given
            byte[] wrong = FRAME.clone();
            wrong[at] ^= 0x10;
            Framing framing = new EventStreamFraming();

            // When
            String first = framing.feed(Buffer.buffer(wrong)).toString();
            String then = framing.feed(Buffer.buffer(FRAME)).toString();

            // Then
            assertThat(first)
                    .as("byte " + at)
                    .startsWith("data: {\"error\":{\"type\":\"malformed_frame\",\"message\":");
            assertThat(first).endsWith("}}\n\n");
            assertThat(then).isEmpty();
        }
    }

    @Test
    void whatCameBeforeAWrongFrameIsStillTold() {
        // Given
        Framing framing = new EventStreamFraming();
        Buffer stream = Buffer.buffer().appendBytes(FRAME).appendString("<html>Bad gateway</html>");

        // When
        String events = framing.feed(stream).toString();

        // Then
        assertThat(events).startsWith(EVENT + "data: {\"error\":{\"type\":\"malformed_frame\"");
    }

    @Test
    void refusesAFrameThatIsTooLongBeforeItHasCome() {
        // Given
        ByteBuffer prelude = ByteBuffer.allocate(12)
                .putInt(EventStreamFraming.FRAME_BYTES_MAX + 1)
                .putInt(0);
        CRC32 checksum = new CRC32();
        checksum.update(prelude.array(), 0, 8);
        prelude.putInt((int) checksum.getValue());

        // When
        String events =
                new EventStreamFraming().feed(Buffer.buffer(prelude.array())).toString();

        // Then
        assertThat(events).contains("malformed_frame").contains("1048577 bytes");
    }

    @Test
    void exceptionsAndErrorsAreErrorEvents() {
        // Given
        byte[] exception = Frames.frame(
                "{\"message\":\"Too many requests\"}",
                ":message-type",
                "exception",
                ":exception-type",
                "throttlingException");
        byte[] error = Frames.frame(
                "", ":message-type", "error", ":error-code", "InternalError", ":error-message", "Say \"sorry\"");
        byte[] original = Frames.frame(
                "{\"originalStatusCode\":424,\"originalMessage\":\"It broke\"}",
                ":message-type",
                "exception",
                ":exception-type",
                "modelStreamErrorException");

        // When
        String events = new EventStreamFraming()
                .feed(Buffer.buffer().appendBytes(exception).appendBytes(error).appendBytes(original))
                .toString();

        // Then
        assertThat(events)
                .isEqualTo("data: {\"error\":{\"type\":\"throttlingException\",\"message\":\"Too many requests\"}}\n\n"
                        + "data: {\"error\":{\"type\":\"InternalError\",\"message\":\"Say \\\"sorry\\\"\"}}\n\n"
                        + "data: {\"error\":{\"type\":\"modelStreamErrorException\",\"message\":\"It broke\"}}\n\n");
    }

    @Test
    void lineEndsInAPayloadDoNotEndTheEvent() {
        // Given
        byte[] frame = Frames.event("metadata", "{\n\"usage\":\r\n{}}");

        // When
        String events = new EventStreamFraming().feed(Buffer.buffer(frame)).toString();

        // Then
        assertThat(events).isEqualTo("data: {\"metadata\":{ \"usage\":  {}}}\n\n");
    }
}
