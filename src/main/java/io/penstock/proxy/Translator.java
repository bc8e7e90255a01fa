package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.Turn;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.Dialects;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Reply;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Wire;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.dialect.embeddings.EmbeddingBridge;
import io.penstock.dialect.embeddings.EmbeddingProvider;
import io.penstock.dialect.embeddings.EmbeddingReading;
import io.penstock.dialect.embeddings.Embeddings;
import io.penstock.dialect.gemini.GeminiDialect;
import io.penstock.dialect.messages.MessagesDialect;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Plan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is translated of a call whose provider speaks another dialect than its caller. */
final class Translator {
    private static final String MAXIMUM = "\"max_tokens\":1,";

    private final boolean dropParams;

    /** @param dropParams whether what a provider cannot be asked is left out instead of refused */
    Translator(boolean dropParams) {
        this.dropParams = dropParams;
    }

    /**
     * What came of translating a request.
     *
     * @param chat the call, to be kept for further attempts, where it is one
     * @param unreadable whether nobody could make sense of it
     */
    record Prepared(@Nullable ChatRequest chat, boolean unreadable, Written written) {}

    /**
     * The body to send; or why this provider cannot be asked this. Takes time in proportion to the body, and changes
     * nothing, so that a worker may do it.
     */
    Prepared prepare(UpstreamCall call) {
        Exchange exchange = call.exchange;
        if (exchange.route.kind() == Route.Kind.EMBEDDINGS) {
            return new Prepared(null, false, embeddings(call));
        }
        ChatRequest chat = exchange.chat;
        if (chat == null) {
            switch (exchange.dialect().read(slice(exchange.body), facts(exchange))) {
                case ChatReading.Refused refused -> {
                    return new Prepared(null, true, new Written.Refused(refused.error()));
                }
                case ChatReading.Read read -> chat = read.request();
            }
        }
        ChatRequest asked = call.begun == null ? chat : goingOn(chat, call.begun.text());
        int most = call.ask.candidate().traits().outputTokensMax();
        Writing writing = new Writing(call.target().model(), most, dropParams, quirks(call), !call.translated());
        return new Prepared(chat, false, Dialects.upstream(call.wire).write(asked, writing));
    }

    /** Of the provider, but for the name of the bound where this target is known to take the other. */
    private static Set<Quirk> quirks(UpstreamCall call) {
        Set<Quirk> quirks = call.provider().quirks();
        if (!call.respelled) {
            return quirks;
        }
        Set<Quirk> others = EnumSet.of(Quirk.MAX_TOKENS);
        others.addAll(quirks);
        if (quirks.contains(Quirk.MAX_TOKENS)) {
            others.remove(Quirk.MAX_TOKENS);
        }
        return others;
    }

    /** What is to be counted. A request to count names no maximum, without which the dialect has no calls. */
    static ChatReading countable(Exchange exchange) {
        RequestFacts facts = facts(exchange);
        if (exchange.route.wire() == Wire.GEMINI) {
            return exchange.dialect().read(GeminiDialect.counted(slice(exchange.body)), facts);
        }
        Buffer call = Buffer.buffer(exchange.body.length() + MAXIMUM.length())
                .appendBuffer(exchange.body, 0, facts.open())
                .appendString(MAXIMUM)
                .appendBuffer(exchange.body, facts.open(), exchange.body.length() - facts.open());
        return exchange.dialect().read(slice(call), facts);
    }

    /** The answer to a request to count, estimated. */
    static Buffer counted(Exchange exchange, ChatRequest request) {
        long tokens = MessagesDialect.estimatedTokens(request);
        return exchange.route.wire() == Wire.GEMINI
                ? GeminiDialect.countTokensBody(tokens)
                : MessagesDialect.countTokensBody(tokens);
    }

    /** With the beginning of an answer as its last message. */
    private static ChatRequest goingOn(ChatRequest chat, String beginning) {
        List<Turn> turns = new ArrayList<>(chat.turns());
        turns.add(new Turn(Role.ASSISTANT, List.of(new Part.Text(beginning))));
        return chat.withTurns(turns);
    }

    /** What turns the provider's stream into the caller's. */
    Translation stream(UpstreamCall call) {
        return new Translation(Dialects.upstream(call.wire), call.exchange.dialect(), reply(call));
    }

    private static Written embeddings(UpstreamCall call) {
        EmbeddingProvider provider = Objects.requireNonNull(EmbeddingProvider.of(call.wire));
        return switch (EmbeddingBridge.read(slice(call.exchange.body))) {
            case EmbeddingReading.Refused refused -> new Written.Refused(refused.error());
            case EmbeddingReading.Read read ->
                EmbeddingBridge.write(read.request(), provider, call.target().model());
        };
    }

    /** Vectors as OpenAI has them; {@code null} where none can be read. */
    static @Nullable Buffer embeddings(UpstreamCall call, Buffer answer) {
        EmbeddingProvider provider = Objects.requireNonNull(EmbeddingProvider.of(call.wire));
        Embeddings vectors = EmbeddingBridge.answered(slice(answer));
        return vectors != null && EmbeddingBridge.read(slice(call.exchange.body)) instanceof EmbeddingReading.Read read
                ? EmbeddingBridge.answer(read.request(), vectors, provider)
                : null;
    }

    /** A whole answer as the caller's dialect has it; or what is wrong with it. */
    AnswerReading read(UpstreamCall call, Buffer answer) {
        UpstreamDialect from = Dialects.upstream(call.wire);
        return from.read(slice(answer));
    }

    /** That answer in the caller's dialect. */
    Buffer write(UpstreamCall call, AnswerReading.Read read) {
        return call.exchange.dialect().write(read.answer(), reply(call));
    }

    private static Reply reply(UpstreamCall call) {
        Exchange exchange = call.exchange;
        ChatRequest chat = exchange.chat;
        Set<String> freeform = chat == null
                ? Set.of()
                : chat.tools().stream()
                        .filter(Tool.Freeform.class::isInstance)
                        .map(Tool::name)
                        .collect(Collectors.toSet());
        long seconds = TimeUnit.MILLISECONDS.toSeconds(exchange.startedMillis);
        return new Reply(exchange.id.toString().replace("-", ""), model(call), seconds, true, freeform);
    }

    /** The model as the caller named it; where the gateway chose, the one that it chose. */
    private static String model(UpstreamCall call) {
        String asked = facts(call.exchange).model();
        Plan plan = call.exchange.plan;
        boolean chosen = Inquiry.isAuto(asked) || plan != null && plan.level() != null;
        return chosen ? call.target().model() : asked;
    }

    private static RequestFacts facts(Exchange exchange) {
        RequestFacts facts = exchange.facts;
        if (facts == null) {
            throw new IllegalStateException("translated before it was understood");
        }
        return facts;
    }

    static Slice slice(Buffer buffer) {
        ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
        if (!bytes.hasArray()) {
            byte[] copy = buffer.getBytes();
            return new Slice(copy, 0, copy.length);
        }
        int from = bytes.arrayOffset() + bytes.readerIndex();
        return new Slice(bytes.array(), from, from + bytes.readableBytes());
    }
}
