package io.penstock.proxy;

import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.LongSupplier;

/** The three ways a provider's answer reaches the caller. Owned by one event loop. */
final class Relays {
    private final CallBook book;
    private final Settings settings;
    private final Context context;
    private final LongSupplier nanoTime;

    Relays(CallBook book, Settings settings, Context context, LongSupplier nanoTime) {
        this.book = book;
        this.settings = settings;
        this.context = context;
        this.nanoTime = nanoTime;
    }

    /** Event by event, each batch of them as one upstream read brought it. */
    void stream(Exchange exchange, HttpClientResponse answer, Ending ending) {
        StreamRelay relay = new StreamRelay(exchange, answer, ending, book, settings, context, nanoTime);
        exchange.breaking = relay::broken;
        relay.start();
    }

    /** Held back until it is whole, as long as it is not too large for that. */
    void whole(Exchange exchange, HttpClientResponse answer, Ending ending) {
        AnswerRelay relay = new AnswerRelay(exchange, answer, ending, book, settings, nanoTime);
        exchange.breaking = relay::broken;
        relay.start();
    }

    /** The provider's refusal, without its secrets and in the caller's dialect. */
    void refusal(Exchange exchange, HttpClientResponse answer, Ending ending) {
        new RefusalRelay(exchange, answer, ending, book).start();
    }

    /** An answer that has begun cannot go on. */
    static void broken(Exchange exchange, ApiError error) {
        if (exchange.breaking != null) {
            exchange.breaking.accept(error);
        }
    }
}
