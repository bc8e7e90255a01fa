package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** A streamed answer, made token by token as it is played: a long one takes no more memory than a short one. */
final class SpeechScript implements Iterator<Step> {

    private static final Step PING = new Step.Send(Buffer.buffer(": keep-alive\n\n"));

    private final Generate call;
    private final Speak speak;
    private final StreamEvents events;
    private final Telling telling;
    private final Deque<Step> next = new ArrayDeque<>();
    private long silentMillis;
    private int told;
    private boolean deviated;
    private boolean closed;

    SpeechScript(Generate call, Speak speak, Envelope envelope) {
        this.call = call;
        this.speak = speak;
        this.events = new StreamEvents(call, envelope, speak.framing());
        this.telling = Telling.of(call, speak);
        this.silentMillis = speak.pace().firstTokenMillis();
        next.add(new Step.Wait(speak.pace().headMillis()));
        next.add(new Step.Head());
        next.addAll(events.opening());
    }

    @Override
    public boolean hasNext() {
        return !closed || !next.isEmpty();
    }

    @Override
    public Step next() {
        while (next.isEmpty()) {
            refill();
        }
        return next.remove();
    }

    private void refill() {
        if (silentMillis > 0) {
            awaitFirstToken();
            return;
        }
        if (!deviated) {
            deviate();
        }
        if (closed) {
            return;
        }
        if (told < telling.count()) {
            next.addAll(events.choice(call.choices().token(telling.words().at(told))));
            next.add(new Step.Wait(speak.pace().tokenMillis()));
            told++;
        } else {
            close(events.closing(telling.finishReason(), told, speak.deviation()));
        }
    }

    /** The wait for the first token, as one or in pieces with a sign of life after each. */
    private void awaitFirstToken() {
        long ping = speak.pace().pingMillis();
        long millis = ping == 0 ? silentMillis : Math.min(ping, silentMillis);
        next.add(new Step.Wait(millis));
        silentMillis -= millis;
        if (ping > 0) {
            next.add(PING);
        }
    }

    private void deviate() {
        if (told != speak.deviation().afterTokens()) {
            return;
        }
        deviated = true;
        switch (speak.deviation()) {
            case Deviation.Cut cut -> close(List.of(new Step.Cut()));
            case Deviation.Stall stall -> close(List.of(new Step.Stall()));
            case Deviation.ErrorEvent error -> close(events.failure(ApiError.server()));
            case Deviation.Malformed malformed -> next.addAll(events.broken());
            case Deviation.None none -> {}
            case Deviation.Filtered atTheEnd -> {}
            case Deviation.NoDone atTheEnd -> {}
            case Deviation.NoFinish atTheEnd -> {}
            case Deviation.UsageInFinish atTheEnd -> {}
        }
    }

    private void close(Collection<Step> last) {
        closed = true;
        next.addAll(last);
    }
}
