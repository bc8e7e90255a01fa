package io.penstock.dialect;

import io.penstock.routing.Feature;
import io.penstock.routing.Needs;
import io.penstock.routing.Prefill;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a request, and where those few fields stand, so that they can be replaced without touching
 * another byte. Offsets count from the body's first byte.
 *
 * @param model the model asked for; {@link io.penstock.routing.Inquiry#AUTO} where none is named
 * @param modelSpan its JSON string, quotes included; {@code null} where the body does not name the model
 * @param stream whether a stream is wanted
 * @param usageWanted whether the caller asked for the usage chunk of a stream
 * @param open the offset behind the body's opening brace; 0 where the model has its place elsewhere than in the body
 * @param streamOptions what is written as {@code stream_options}, {@code null} where the field is absent
 * @param oneChoice whether one answer is asked for, not several
 * @param conversationEnd where a further message would be written, behind the last one; {@code -1} where there are no
 *     messages, or the last is the assistant's own
 * @param bound the name of the answer's bound, {@code max_tokens} or {@code max_completion_tokens}, up to its value; {@code
 *     null} where it stands not at all or more than once
 * @param needs what the request asks of whoever answers it
 * @param prefix a hash of the conversation's beginning; 0 where it is too short to be kept by a provider
 */
public record RequestFacts(
        String model,
        @Nullable Span modelSpan,
        boolean stream,
        boolean usageWanted,
        int open,
        @Nullable StreamOptions streamOptions,
        boolean oneChoice,
        int conversationEnd,
        @Nullable Span bound,
        Needs needs,
        long prefix)
        implements RequestReading {

    static final String MAX_TOKENS = "max_tokens";
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final Buffer USAGE_OPTION = Buffer.buffer("\"stream_options\":{\"include_usage\":true},");
    private static final Buffer USAGE_OBJECT = Buffer.buffer("{\"include_usage\":true}");
    private static final Buffer USAGE_MEMBER = Buffer.buffer("\"include_usage\":true");
    private static final Buffer USAGE_FIRST_MEMBER = Buffer.buffer("\"include_usage\":true,");
    private static final Buffer TRUE = Buffer.buffer("true");
    private static final Buffer CONTINUE_OPTIONS =
            Buffer.buffer("\"continue_final_message\":true,\"add_generation_prompt\":false,");

    /** Of a request whose path names the model and says whether it streams. */
    public static RequestFacts inPath(String model, boolean stream, Buffer body) {
        return OpenAiRequests.readBesidePath(body, model, stream);
    }

    /** Of a request whose model stands neither in a path nor in JSON, and of which no more is known. */
    public static RequestFacts named(String model) {
        return new RequestFacts(model, null, false, false, 0, null, true, -1, null, Needs.NONE, PrefixHash.NONE);
    }

    /** Whether tools are offered to the model. */
    public boolean tools() {
        return needs.has(Feature.TOOLS);
    }

    /** A half-open range of bytes. */
    public record Span(int from, int to) {}

    /**
     * The {@code stream_options} value as found.
     *
     * @param value all of it
     * @param isNull whether it is JSON's null
     * @param isEmpty whether it is an object without members
     * @param includeUsage the value of its {@code include_usage}, where it has one
     */
    public record StreamOptions(
            Span value,
            boolean isNull,
            boolean isEmpty,
            @Nullable Span includeUsage) {}

    /**
     * An answer begun elsewhere, given to a model to be continued.
     *
     * @param how what makes this model continue it
     * @param text the beginning
     */
    public record Begun(Prefill how, String text) {}

    /**
     * What else is to be other than the caller wrote it.
     *
     * @param begun the last message, an answer to be continued; only where {@link #conversationEnd} allows one
     * @param respelled whether the {@link #bound} is written by its other name; only where there is one
     */
    public record Changes(@Nullable Begun begun, boolean respelled) {
        /** Nothing else. */
        public static final Changes NONE = new Changes(null, false);
    }

    /**
     * The body to send to a provider: the same bytes but for the model's name, which is put in where none is, and, for a
     * stream that can be asked for it, {@code stream_options.include_usage}. The very same buffer where nothing changes.
     *
     * @param body the body these facts were read from
     * @param targetModel the model's name at the provider
     * @param askForUsage whether the provider knows {@code stream_options}
     */
    public Buffer bodyFor(Buffer body, String targetModel, boolean askForUsage) {
        return bodyFor(body, targetModel, askForUsage, Changes.NONE);
    }

    /**
     * As {@link #bodyFor(Buffer, String, boolean)}, with further changes.
     *
     * @throws IllegalStateException where the body has no place for one of them
     */
    public Buffer bodyFor(Buffer body, String targetModel, boolean askForUsage, Changes changes) {
        List<Splice> splices = splices(targetModel, stream && askForUsage && !usageWanted);
        if (changes.begun != null) {
            continued(changes.begun, splices);
        }
        if (changes.respelled) {
            splices.add(respelling());
        }
        return splices.isEmpty() ? body : Splice.apply(body, splices);
    }

    private Splice respelling() {
        if (bound == null) {
            throw new IllegalStateException("no bound to respell");
        }
        boolean old = needs.has(Feature.MAX_TOKENS);
        return new Splice(bound, Buffer.buffer('"' + (old ? MAX_COMPLETION_TOKENS : MAX_TOKENS) + "\":"));
    }

    private void continued(Begun begun, List<Splice> splices) {
        if (conversationEnd < 0) {
            throw new IllegalStateException("no message can follow");
        }
        Buffer message = Buffer.buffer(",{\"role\":\"assistant\",\"content\":")
                .appendBytes(JsonString.quoted(begun.text()))
                .appendString(
                        switch (begun.how()) {
                            case NONE, PLAIN, CONTINUE -> "}";
                            case PREFIX -> ",\"prefix\":true}";
                            case PARTIAL -> ",\"partial\":true}";
                        });
        splices.add(new Splice(new Span(conversationEnd, conversationEnd), message));
        if (begun.how() == Prefill.CONTINUE) {
            splices.add(new Splice(new Span(open, open), CONTINUE_OPTIONS));
        }
    }

    private List<Splice> splices(String targetModel, boolean asksForUsage) {
        List<Splice> splices = new ArrayList<>(4);
        if (modelSpan == null && open > 0) {
            Buffer member = Buffer.buffer("\"model\":")
                    .appendBytes(JsonString.quoted(targetModel))
                    .appendString(",");
            splices.add(new Splice(new Span(open, open), member));
        } else if (modelSpan != null && !targetModel.equals(model)) {
            splices.add(new Splice(modelSpan, Buffer.buffer(JsonString.quoted(targetModel))));
        }
        if (asksForUsage) {
            splices.add(usageSplice());
        }
        return splices;
    }

    private Splice usageSplice() {
        StreamOptions options = streamOptions;
        if (options == null) {
            return new Splice(new Span(open, open), USAGE_OPTION);
        }
        if (options.isNull()) {
            return new Splice(options.value(), USAGE_OBJECT);
        }
        if (options.includeUsage() != null) {
            return new Splice(options.includeUsage(), TRUE);
        }
        int inside = options.value().from() + 1;
        Buffer member = options.isEmpty() ? USAGE_MEMBER : USAGE_FIRST_MEMBER;
        return new Splice(new Span(inside, inside), member);
    }

    /** New bytes in place of a range of the old. */
    private record Splice(Span at, Buffer replacement) {

        static Buffer apply(Buffer body, List<Splice> splices) {
            splices.sort(Comparator.comparingInt(splice -> splice.at.from()));
            Buffer out = Buffer.buffer(body.length() + 128);
            int done = 0;
            for (Splice splice : splices) {
                out.appendBuffer(body, done, splice.at.from() - done).appendBuffer(splice.replacement);
                done = splice.at.to();
            }
            return out.appendBuffer(body, done, body.length() - done);
        }
    }
}
