package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers that are not streamed: they come when the last token would have. */
final class WholeAnswer {

    private static final Step END = new Step.End(Buffer.buffer());
    private static final String CONTENT = "{content}";

    private WholeAnswer() {}

    static Reply of(Generate call, Speak speak, Envelope envelope) {
        Telling telling = Telling.of(call, speak);
        int tokens = telling.count();
        if (speak.text() instanceof Text.Filler) {
            return bulk(call, telling, envelope);
        }
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < tokens; i++) {
            content.append(telling.words().at(i));
        }
        boolean unfinished = speak.deviation() instanceof Deviation.NoFinish;
        String reason = unfinished ? null : telling.finishReason();
        JsonObject choice = call.choices().whole(content.toString(), reason);
        boolean due = speak.deviation().afterTokens() <= tokens;
        return deviating(
                envelope.whole(choice, tokens), speak, due, speak.pace().wholeMillis(tokens));
    }

    /** The body after its time: whole, or as the deviation leaves it if it is due. */
    static Reply deviating(JsonObject body, Speak speak, boolean due, long waitMillis) {
        Buffer bytes = body.toBuffer();
        Buffer half = bytes.slice(0, bytes.length() / 2);
        return switch (speak.deviation()) {
            case Deviation.Cut cut
            when due -> reply(bytes.length(), waitMillis, List.of(new Step.Send(half), new Step.Cut()));
            case Deviation.Stall stall
            when due -> reply(bytes.length(), waitMillis, List.of(new Step.Send(half), new Step.Stall()));
            case Deviation.ErrorEvent error
            when due -> {
                Buffer failure = ApiError.server().toJson().toBuffer();
                yield Reply.json(500, failure.length(), after(waitMillis, List.of(new Step.End(failure))));
            }
            case Deviation.Malformed malformed
            when due -> reply(half.length(), waitMillis, List.of(new Step.End(half)));
            case Deviation other -> {
                List<Step> steps = new ArrayList<>(speak.framing().whole(bytes));
                steps.add(END);
                yield reply(bytes.length(), waitMillis, steps);
            }
        };
    }

    /** Content too large to be held: chunk by chunk between the two ends of its JSON. */
    private static Reply bulk(Generate call, Telling telling, Envelope envelope) {
        JsonObject choice = call.choices().whole(CONTENT, telling.finishReason());
        String json = envelope.whole(choice, telling.count()).encode();
        int at = json.indexOf(CONTENT);
        return Reply.chunkedJson(Stream.of(
                        Stream.<Step>of(new Step.Send(Buffer.buffer(json.substring(0, at)))),
                        IntStream.range(0, telling.count())
                                .<Step>mapToObj(i -> new Step.Send(
                                        Buffer.buffer(telling.words().at(i)))),
                        Stream.<Step>of(new Step.End(Buffer.buffer(json.substring(at + CONTENT.length())))))
                .reduce(Stream.empty(), Stream::concat)
                .iterator());
    }

    private static Reply reply(int length, long waitMillis, List<Step> steps) {
        return Reply.json(200, length, after(waitMillis, steps));
    }

    private static Iterator<Step> after(long waitMillis, List<Step> steps) {
        List<Step> all = new ArrayList<>();
        all.add(new Step.Wait(waitMillis));
        all.addAll(steps);
        return all.iterator();
    }
}
