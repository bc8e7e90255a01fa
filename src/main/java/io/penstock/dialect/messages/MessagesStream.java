package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerStream;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of Messages. Most events are deltas of one block, which are known by their {@link DeltaShape}; the
 * others are parsed.
 */
final class MessagesStream extends AnswerStream {
    private final DeltaShape shape = new DeltaShape();
    private final UsageCount counts = new UsageCount();
    private final boolean shapes;
    private boolean shapeIsText;
    private boolean finished;

    MessagesStream() {
        this(true);
    }

    /** @param shapes whether a delta may be known by its likeness to an earlier one */
    MessagesStream(boolean shapes) {
        this.shapes = shapes;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /** What a stream that has not finished says of its output was said at its begin, when there was none. */
    @Override
    public TokenUsage used() {
        TokenUsage reported = counts.reported();
        if (reported == null || reported.input() + reported.output() == 0) {
            return TokenUsage.counted(tokens);
        }
        return finished || tokens <= reported.output()
                ? reported
                : new TokenUsage(
                        reported.input(),
                        reported.cachedInput(),
                        reported.cacheWrite(),
                        tokens,
                        reported.reasoning(),
                        false);
    }

    @Override
    protected Meaning data(byte[] bytes, int from, int to) {
        if (shape.matches(bytes, from, to)) {
            tokens++;
            contentFrom = shapeIsText ? shape.textFrom() : -1;
            contentTo = shape.textTo();
            return Meaning.TOKEN;
        }
        JsonValue.Obj event = JsonReader.object(bytes, from, to);
        if (event == null) {
            return Meaning.MALFORMED;
        }
        return AnswerReader.isError(event) ? Meaning.ERROR : meaning(event, to);
    }

    private Meaning meaning(JsonValue.Obj event, int to) {
        return switch (event.textOrEmpty("type")) {
            case "message_start" -> messageStart(event.object("message"));
            case "content_block_start" -> blockStart(event.object("content_block"));
            case "content_block_delta" -> blockDelta(event, to);
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> {
                done = true;
                yield Meaning.DONE;
            }
            default -> Meaning.PREAMBLE;
        };
    }

    private Meaning messageStart(JsonValue.@Nullable Obj message) {
        if (message != null) {
            counts.add(message.object("usage"));
            if (id == null && message.get("id") instanceof JsonValue.Text text) {
                id = Arrays.copyOfRange(
                        text.raw().array(), text.raw().from(), text.raw().to());
            }
        }
        return Meaning.PREAMBLE;
    }

    /** Texts and thoughts begin empty; whatever else begins is a part of the answer by itself. */
    private Meaning blockStart(JsonValue.@Nullable Obj block) {
        if (block == null) {
            return Meaning.PREAMBLE;
        }
        String type = block.textOrEmpty("type");
        String begun = switch (type) {
            case "text" -> block.textOrEmpty("text");
            case "thinking" -> block.textOrEmpty("thinking");
            default -> type;
        };
        boolean reasoning = type.equals("thinking") || type.equals("redacted_thinking");
        // A text that begins here could not be told by its place, so the answer is one that cannot be gone on with.
        textOnly &= reasoning || begun.isEmpty();
        tokens += begun.isEmpty() ? 0 : 1;
        return begun.isEmpty() ? Meaning.PREAMBLE : Meaning.TOKEN;
    }

    private Meaning blockDelta(JsonValue.Obj event, int to) {
        JsonValue.Obj delta = event.object("delta");
        String type = delta == null ? "" : delta.textOrEmpty("type");
        String member = switch (type) {
            case "text_delta" -> "text";
            case "thinking_delta" -> "thinking";
            case "input_json_delta" -> "partial_json";
            case "signature_delta" -> "signature";
            default -> "";
        };
        boolean isText = member.equals("text");
        boolean reasoning = member.equals("thinking") || member.equals("signature");
        if (delta != null && delta.get(member) instanceof JsonValue.Text text) {
            if (text.length() == 0) {
                return Meaning.PREAMBLE;
            }
            contentFrom = isText ? text.raw().from() + 1 : -1;
            contentTo = text.raw().to() - 1;
            if (shapes) {
                shape.take(content(), event.raw().from(), to, text.raw().from() + 1);
                shapeIsText = isText;
            }
        } else if (type.isEmpty()) {
            return Meaning.PREAMBLE;
        }
        textOnly &= isText || reasoning;
        tokens++;
        return Meaning.TOKEN;
    }

    private Meaning messageDelta(JsonValue.Obj event) {
        counts.add(event.object("usage"));
        JsonValue.Obj delta = event.object("delta");
        boolean ends = delta != null && delta.has("stop_reason");
        finished |= ends;
        return ends ? Meaning.TOKEN : Meaning.PREAMBLE;
    }
}
