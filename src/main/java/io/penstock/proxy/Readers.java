package io.penstock.proxy;

import io.penstock.config.Settings;
import io.penstock.dialect.DeliveredText;
import io.penstock.dialect.RequestFacts;
import io.penstock.routing.Plan;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** Chooses how a provider's answer is read, by its head alone. Owned by one event loop. */
final class Readers {
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    private final Common common;

    Readers(Common common) {
        this.common = common;
    }

    /** What every reader works with. */
    record Common(
            Attempts attempts,
            Ending ending,
            CallBook book,
            BodyReader bodies,
            Settings settings,
            Failures failures,
            Translator translator,
            Context context) {

        /** Where the text of an answer is kept that may have to be continued elsewhere; {@code null} where it may not. */
        @Nullable
        DeliveredText keptText(Exchange exchange) {
            Plan plan = exchange.plan;
            RequestFacts facts = exchange.facts;
            Settings.Resilience bounds = settings.resilience();
            boolean may = exchange.route.continues()
                    && plan != null
                    && plan.rule().rescue()
                    && facts != null
                    && facts.oneChoice()
                    && exchange.repeatable()
                    && exchange.body.length() <= bounds.rescueBodyBytesMax()
                    && bodies.hasRoom();
            return may ? new DeliveredText(bounds.rescueTextBytesMax()) : null;
        }
    }

    /** Begins to read an answer whose head has just come. */
    void read(UpstreamCall call, HttpClientResponse answer) {
        call.answered = true;
        call.alarm.clear();
        Reader reader = reader(call, answer);
        call.reader = reader;
        reader.start();
    }

    private Reader reader(UpstreamCall call, HttpClientResponse answer) {
        Exchange exchange = call.exchange;
        if (answer.statusCode() < OK || answer.statusCode() >= NOT_OK) {
            return new RefusalReader(call, answer, common);
        }
        boolean events = exchange.streaming() && Names.isStream(answer, call.wire);
        if (exchange.delivery == null || exchange.rescue == null) {
            return events ? new StreamReader(call, answer, common) : new WholeReader(call, answer, common);
        }
        return events
                ? new RescueReader(call, answer, common, exchange.delivery, exchange.rescue)
                : new RefusalReader(call, answer, common);
    }
}
