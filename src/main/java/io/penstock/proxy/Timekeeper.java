package io.penstock.proxy;

import java.util.List;

/** What happens to a call when one of its times has come. Told by the {@link Watch}. Owned by one event loop. */
final class Timekeeper {
    private final Attempts attempts;

    Timekeeper(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Something has been waited for too long, or should happen by itself. */
    void due(Exchange exchange, long now) {
        for (UpstreamCall call : List.copyOf(exchange.running)) {
            switch (call.alarm.over(now)) {
                case HEADERS -> attempts.failed(call, Failures.tooSlow(call));
                case IDLE -> stalled(call);
                case NOTHING, RECEIVE, DEADLINE, STALLED_READER -> {}
            }
        }
        if (exchange.ended) {
            return;
        }
        if (exchange.alarm.over(now) == Expiry.DEADLINE) {
            overdue(exchange, now);
        } else if (exchange.isHedgeDue(now)) {
            attempts.hedge(exchange, now);
        }
        if (exchange.delivery != null && exchange.delivery.isQuiet(now)) {
            exchange.delivery.heartbeat(now);
        }
    }

    private static void stalled(UpstreamCall call) {
        if (call.reader != null) {
            call.reader.stalled();
        }
    }

    private void overdue(Exchange exchange, long now) {
        exchange.alarm.clear();
        List<UpstreamCall> silent = List.copyOf(exchange.running);
        // The last one to fail ends the call: its deadline leaves no time for another.
        silent.forEach(call -> attempts.outOfTime(call, now));
        if (silent.isEmpty()) {
            attempts.stopWaiting(exchange);
        }
    }
}
