package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** A streamed answer, made token by token as it is played: a long one takes no more memory than a short one. */
final class SpeechScript implements Iterator<Step> {

    private final Generate call;
    private final Speak speak;
    private final StreamEvents events;
    private final Text.Words words;
    private final Deque<Step> next = new ArrayDeque<>();
    private int told;
    private boolean deviated;
    private boolean closed;

    SpeechScript(Generate call, Speak speak, Envelope envelope) {
        this.call = call;
        this.speak = speak;
        this.events = new StreamEvents(call, envelope, speak.framing());
        this.words = speak.text().answering(call.said());
        next.add(new Step.Wait(speak.pace().headMillis()));
        next.add(new Step.Head());
        next.addAll(events.opening());
        next.add(new Step.Wait(speak.pace().firstTokenMillis()));
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
        if (!deviated) {
            deviate();
        }
        if (closed) {
            return;
        }
        if (told < call.allowed(speak.words())) {
            next.addAll(events.choice(call.choices().token(words.at(told))));
            next.add(new Step.Wait(speak.pace().tokenMillis()));
            told++;
        } else {
            close(events.closing(call.finishReason(speak.words()), told, speak.deviation()));
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
