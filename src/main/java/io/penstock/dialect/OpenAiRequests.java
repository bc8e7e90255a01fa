package io.penstock.dialect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.netty.buffer.ByteBuf;
import io.penstock.dialect.RequestFacts.Span;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests in one pass ({@link RequestPass}) that checks the whole body to be JSON and keeps nothing of it but what
 * routing needs.
 */
public final class OpenAiRequests {
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String TOO_INTRICATE = "The request body nests deeper than " + Json.NESTING_MAX
            + " levels, or a field's name is longer than 50000 bytes.";

    private static final String INPUT_FOR_MESSAGES = "Chat completions take 'messages', not 'input'. This looks like a"
            + " request of the Responses API: send it to /v1/responses.";

    private static final RequestReading MODEL_MISSING =
            refused("model", "missing_required_parameter", "Missing required parameter: 'model'.");

    private OpenAiRequests() {}

    /** What is made of a body that could be read. */
    private interface Question {
        RequestReading answer(RequestPass pass);
    }

    /** For what is no conversation: the model must be named. Never throws: whatever the bytes are, the answer is facts or a 400. */
    public static RequestReading read(Buffer body) {
        return read(body, pass -> {
            String model = pass.model();
            return model == null ? MODEL_MISSING : pass.facts(model, pass.needs(0), PrefixHash.NONE);
        });
    }

    /** As {@link #read(Buffer)}, for a conversation: where it names no model, the choice is the gateway's ({@link Inquiry#AUTO}). */
    public static RequestReading readConversation(Buffer body) {
        return read(body, pass -> conversation(body, pass));
    }

    /**
     * As {@link #readConversation}, for chat completions: a body of the Responses API, which some editors send there, is told
     * where it belongs.
     */
    public static RequestReading readChat(Buffer body) {
        return read(
                body,
                pass -> pass.hasInput() && !pass.hasMessages()
                        ? refused("input", "unsupported_parameter", INPUT_FOR_MESSAGES)
                        : conversation(body, pass));
    }

    /**
     * For a body beside which the path says the model and whether a stream is wanted. Of one that is no JSON as much is known
     * as stands before the mistake: whoever is asked will tell.
     */
    static RequestFacts readBesidePath(Buffer body, String model, boolean stream) {
        int skipped = skipped(body);
        try (JsonParser parser = parser(body, skipped)) {
            RequestPass pass = new RequestPass(parser, skipped);
            try {
                pass.object();
            } catch (IOException notJson) {
                // What was read before holds all the same.
            }
            return new RequestFacts(
                    model, null, stream, true, 0, null, true, -1, null, needs(body, pass), prefix(body, pass));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestReading read(Buffer body, Question question) {
        int skipped = skipped(body);
        try (JsonParser parser = parser(body, skipped)) {
            RequestPass pass = new RequestPass(parser, skipped);
            pass.object();
            ApiError mistake = pass.mistake();
            return mistake == null ? question.answer(pass) : new RequestReading.Refused(mistake);
        } catch (StreamConstraintsException e) {
            return refused(null, "invalid_json", TOO_INTRICATE);
        } catch (IOException e) {
            return refused(null, "invalid_json", "The request body is not valid JSON" + place(e, skipped) + ".");
        }
    }

    private static RequestReading conversation(Buffer body, RequestPass pass) {
        String model = pass.model() == null && (pass.hasMessages() || pass.hasInput()) ? Inquiry.AUTO : pass.model();
        return model == null ? MODEL_MISSING : pass.facts(model, needs(body, pass), prefix(body, pass));
    }

    private static Needs needs(Buffer body, RequestPass pass) {
        return pass.needs(pass.conversation().from() < 0 ? 0 : TokenEstimate.inputTokens(body));
    }

    private static long prefix(Buffer body, RequestPass pass) {
        Span conversation = pass.conversation();
        return PrefixHash.of(body, conversation.from(), conversation.to());
    }

    private static int skipped(Buffer body) {
        return beginsWithMark(body) ? BYTE_ORDER_MARK.length : 0;
    }

    static boolean beginsWithMark(Buffer body) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= body.length() || body.getByte(i) != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    static JsonParser parser(Buffer body, int from) throws IOException {
        ByteBuf bytes = ((BufferInternal) body).getByteBuf();
        if (!bytes.hasArray()) {
            return Json.FACTORY.createParser(body.getBytes(), from, body.length() - from);
        }
        int offset = bytes.arrayOffset() + bytes.readerIndex();
        return Json.FACTORY.createParser(bytes.array(), offset + from, body.length() - from);
    }

    private static String place(IOException e, int skipped) {
        return e instanceof JacksonException problem && problem.getLocation() != null
                ? " at byte " + (skipped + Math.max(0, problem.getLocation().getByteOffset()))
                : "";
    }

    private static RequestReading.Refused refused(@Nullable String param, String code, String message) {
        return new RequestReading.Refused(ApiError.invalid(400, param, code, message));
    }
}
