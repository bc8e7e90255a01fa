package io.penstock.proxy;

import io.penstock.call.Attempt;
import java.util.List;

/** The header that tells what it took to get an answer, e.g. {@code openai:503,groq:200}. */
final class AttemptsHeader {
    private AttemptsHeader() {}

    /** Every upstream request so far, in order, as {@code provider:result}; the one being answered from is the last. */
    static String of(Exchange exchange, int status) {
        List<Attempt> over = exchange.attempts;
        List<UpstreamCall> running = exchange.running;
        if (over.isEmpty() && running.size() == 1) {
            return running.getFirst().answerLabel(status);
        }
        StringBuilder all = new StringBuilder();
        for (Attempt attempt : over) {
            all.append(all.isEmpty() ? "" : ",")
                    .append(attempt.provider())
                    .append(':')
                    .append(attempt.result());
        }
        for (UpstreamCall call : running) {
            all.append(all.isEmpty() ? "" : ",").append(call.answerLabel(status));
        }
        return all.toString();
    }
}
