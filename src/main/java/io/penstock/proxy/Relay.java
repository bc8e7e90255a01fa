package io.penstock.proxy;

import io.penstock.admission.Admission;
import io.penstock.call.Outcome;
import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.OpenAiRequests;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestReading;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on the calls of which the gateway needs to know nothing but the model: pictures, sound, moderation, ranking. Their
 * answers are never read, and their forms are never kept. Owned by one event loop.
 */
final class Relay implements Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final ApiError NO_BOUNDARY = ApiError.invalid(
            400, null, "invalid_form", "The content-type must be multipart/form-data and name its boundary.");

    private final Vertx vertx;
    private final CallBook book;
    private final Admission admission;
    private final BodyReader bodies;
    private final Planner planner;
    private final RelayForm.Bounds forms;
    private final RefusalWriter refusals;
    private final RelayAttempts attempts;

    Relay(Admission admission, Planner planner, Means means) {
        Settings settings = means.settings();
        this.vertx = means.vertx();
        this.book = means.book();
        this.bodies = means.bodies();
        this.admission = admission;
        this.planner = planner;
        this.forms = new RelayForm.Bounds(
                settings.limits().uploadBytesMax(), settings.timeouts().receiveSeconds());
        this.refusals = new RefusalWriter(book);
        this.attempts = new RelayAttempts(this, means);
    }

    /** Opens the exchange, refuses what its head forbids, and finds out who calls. */
    void receive(HttpServerRequest request, Matched matched) {
        Exchange exchange = book.open(request, matched);
        exchange.relay = this;
        request.exceptionHandler(problem -> lost(exchange, problem));
        exchange.response.exceptionHandler(problem -> lost(exchange, problem)).closeHandler(closed -> leave(exchange));
        boolean form = isForm(request);
        ApiError refusal =
                form ? BodyReader.refusal(request, forms.bytesMax(), RelayForm.SETTING) : bodies.refusal(request);
        if (refusal != null) {
            refuse(exchange, refusal);
            return;
        }
        String key = Admission.presented(request);
        exchange.caller = key == null ? null : admission.find(key);
        if (exchange.caller == null) {
            refuse(exchange, key == null ? Admission.NO_KEY : Admission.WRONG_KEY);
        } else if (form) {
            readForm(exchange);
        } else {
            bodies.read(exchange, this::understand, this::refuse);
        }
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private void readForm(Exchange exchange) {
        FormModel model = FormModel.of(exchange.request.headers().get(HttpHeaders.CONTENT_TYPE));
        if (model == null) {
            refuse(exchange, NO_BOUNDARY);
        } else {
            new RelayForm(this, exchange, model, forms, book).read();
        }
    }

    private void understand(Exchange exchange) {
        Buffer body = exchange.body;
        if (body.length() <= ProxyHandler.READ_ON_LOOP_BYTES_MAX) {
            understood(exchange, OpenAiRequests.read(body));
        } else {
            vertx.executeBlocking(() -> OpenAiRequests.read(body), false)
                    .onSuccess(reading -> guarded(exchange, () -> understood(exchange, reading)))
                    .onFailure(bug -> crash(exchange, bug));
        }
    }

    private void understood(Exchange exchange, RequestReading reading) {
        if (!exchange.ended) {
            switch (reading) {
                case RequestReading.Refused refused -> refuse(exchange, refused.error());
                case RequestFacts facts -> plan(exchange, new RelayWhole(exchange.body, facts), facts);
            }
        }
    }

    /** A form has told which model it is for. */
    void named(Exchange exchange, RelayForm form, String model) {
        boolean usable = !model.isBlank() && model.chars().noneMatch(Character::isISOControl);
        if (usable) {
            plan(exchange, form, RequestFacts.named(model));
        } else {
            refuse(exchange, ApiError.invalid(400, "model", "invalid_value", "'model' must be a model's name."));
        }
    }

    private void plan(Exchange exchange, RelayBody body, RequestFacts facts) {
        exchange.facts = facts;
        switch (planner.plan(exchange, facts)) {
            case Planner.Planned.Served served -> attempts.begin(exchange, served.plan(), body);
            case Planner.Planned.Refused refused -> refuse(exchange, refused.error());
        }
    }

    /** All of a form has been passed on. */
    void received(Exchange exchange) {
        attempts.received(exchange);
    }

    /** Ends a call that the gateway itself refuses. */
    void refuse(Exchange exchange, ApiError error) {
        attempts.stop(exchange, "cancelled");
        book.answer(exchange, error);
        finish(exchange, new Outcome.Rejected(error.code()));
    }

    @Override
    public void fail(Exchange exchange, Failure failure) {
        if (!exchange.ended) {
            attempts.stop(exchange, failure.result());
            finish(exchange, refusals.write(exchange, failure));
        }
    }

    @Override
    public void crash(Exchange exchange, Throwable bug) {
        LOG.error("call {}: a bug", exchange.id, bug);
        if (!exchange.ended) {
            ApiError error = Refusals.bug();
            attempts.stop(exchange, error.code());
            book.answer(exchange, error);
            finish(exchange, new Outcome.GatewayFailed());
        }
    }

    /** Runs a step that something from outside has set off; a bug in it ends the call it belongs to. */
    void guarded(Exchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            crash(exchange, bug);
        }
    }

    /** What the {@link Watch} found to be due. */
    void due(Exchange exchange, long now) {
        guarded(exchange, () -> {
            switch (exchange.alarm.over(now)) {
                case RECEIVE -> refuse(exchange, Refusals.SLOW_BODY);
                case STALLED_READER -> {
                    leave(exchange);
                    exchange.response.reset();
                }
                case DEADLINE -> attempts.overdue(exchange);
                case NOTHING, HEADERS, IDLE -> stalled(exchange, now);
            }
        });
    }

    private void stalled(Exchange exchange, long now) {
        for (UpstreamCall call : List.copyOf(exchange.running)) {
            if (call.alarm.over(now) == Expiry.IDLE) {
                Reader reader = call.reader;
                if (reader == null) {
                    attempts.failed(call, Failures.tooSlow(call));
                } else {
                    reader.stalled();
                }
            }
        }
    }

    /** The body does not go on: the caller is gone, or what it sent is no HTTP. */
    private void lost(Exchange exchange, Throwable problem) {
        if (!exchange.ended && !exchange.request.isEnded() && Refusals.isMalformed(problem)) {
            refuse(exchange, Refusals.MALFORMED);
            Connections.flush(exchange.request.connection());
        } else {
            leave(exchange);
        }
    }

    private void leave(Exchange exchange) {
        if (!exchange.ended) {
            attempts.stop(exchange, "cancelled");
            finish(exchange, new Outcome.ClientCancelled());
        }
    }

    /** The only exit, passed once. */
    @Override
    public void finish(Exchange exchange, Outcome outcome) {
        if (!exchange.ended) {
            exchange.ended = true;
            bodies.release(exchange);
            book.close(exchange, outcome);
            if (!exchange.request.isEnded()) {
                // What still comes is read and thrown away: a caller that is stopped would not read its answer.
                exchange.request.resume();
            }
        }
    }
}
