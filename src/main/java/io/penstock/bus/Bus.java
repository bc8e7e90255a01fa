package io.penstock.bus;

import io.penstock.call.CallRecord;
import io.penstock.resilience.Transition;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/** The event bus with its addresses named and its messages typed. Records travel by reference, inside one process. */
public final class Bus {
    private static final String CALLS_FINISHED = "penstock.calls.finished";
    private static final String MODELS_LISTED = "penstock.models.listed";
    private static final String CIRCUITS_CHANGED = "penstock.circuits.changed";
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setCodecName(LocalCodec.NAME);

    private final EventBus events;

    public Bus(Vertx vertx) {
        this.events = vertx.eventBus();
    }

    /** Makes records deliverable. Once per Vert.x instance, before anything is sent. */
    public static void prepare(Vertx vertx) {
        vertx.eventBus().registerCodec(new LocalCodec());
    }

    /** Tells the one usage worker which calls have ended. A batch a message: each message wakes a worker thread. */
    public void callsFinished(List<CallRecord> calls) {
        events.send(CALLS_FINISHED, calls, LOCAL);
    }

    public MessageConsumer<List<CallRecord>> onCallsFinished(Handler<List<CallRecord>> handler) {
        return events.localConsumer(CALLS_FINISHED, message -> handler.handle(message.body()));
    }

    /** Tells everyone what a provider lists. */
    public void modelsListed(Listing listing) {
        events.publish(MODELS_LISTED, listing, LOCAL);
    }

    public MessageConsumer<Listing> onModelsListed(Handler<Listing> handler) {
        return events.localConsumer(MODELS_LISTED, message -> handler.handle(message.body()));
    }

    /** Tells everyone that the breaker of a provider has opened, half-opened or closed. */
    public void circuitChanged(Transition transition) {
        events.publish(CIRCUITS_CHANGED, transition, LOCAL);
    }

    public MessageConsumer<Transition> onCircuitChanged(Handler<Transition> handler) {
        return events.localConsumer(CIRCUITS_CHANGED, message -> handler.handle(message.body()));
    }
}
