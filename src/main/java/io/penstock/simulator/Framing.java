package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** How events are laid out in bytes, all of them legal. */
enum Framing {
    /** {@code data: } lines ended by LF. */
    PLAIN,
    /** Lines ended by CRLF. */
    CRLF,
    /** A byte order mark first, and comment lines before and inside the events. */
    COMMENTS,
    /** Each event with a character beyond ASCII in two HTTP chunks, split inside that character. */
    SPLIT_CODE_POINTS;

    /** What goes before the first event, perhaps nothing. */
    List<Step> prelude() {
        if (this != COMMENTS) {
            return List.of();
        }
        return List.of(new Step.Send(Buffer.buffer("\uFEFF: a byte order mark came before this comment\n\n")));
    }

    List<Step> event(String data) {
        return switch (this) {
            case PLAIN -> List.of(new Step.Send(Buffer.buffer("data: " + data + "\n\n")));
            case CRLF -> List.of(new Step.Send(Buffer.buffer("data: " + data + "\r\n\r\n")));
            case COMMENTS -> List.of(new Step.Send(Buffer.buffer(": processing\ndata: " + data + "\n\n")));
            case SPLIT_CODE_POINTS -> split(Buffer.buffer("data: " + data + "\n\n"));
        };
    }

    /** The pieces of a body that is no stream of events. */
    List<Step> whole(Buffer body) {
        return this == SPLIT_CODE_POINTS ? split(body) : List.of(new Step.Send(body));
    }

    private static List<Step> split(Buffer bytes) {
        for (int at = 0; at < bytes.length(); at++) {
            if (isContinuation(bytes.getByte(at))) {
                // The pause keeps the kernel from joining the halves again.
                return List.of(
                        new Step.Send(bytes.slice(0, at)),
                        new Step.Wait(1),
                        new Step.Send(bytes.slice(at, bytes.length())));
            }
        }
        return List.of(new Step.Send(bytes));
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0b1100_0000) == 0b1000_0000;
    }
}
