package io.penstock.proxy;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.RequestFacts.Begun;
import io.penstock.dialect.Wire;
import io.penstock.provider.Provider;
import io.penstock.proxy.Upstreams.Upstream;
import io.penstock.resilience.Pursuit.Move.Ask;
import io.penstock.routing.Target;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request to one provider on behalf of a call, which has at most two of them under way. Over when it has been
 * booked; what still comes from the provider then is for nobody. Owned by one event loop.
 */
final class UpstreamCall {
    final Exchange exchange;
    final Ask ask;
    final Upstream upstream;
    final long startedNanos;

    /** The dialect spoken to this provider. */
    final Wire wire;

    /** Where it is asked, behind its base URL; {@code null} where it has nothing of what is asked for. */
    final @Nullable String path;

    final Alarm alarm = new Alarm();

    @Nullable
    HttpClientRequest request;

    /** The beginning it was given to continue. */
    @Nullable
    Begun begun;

    /** Whether the bound of its answer has another name than its caller wrote. */
    boolean respelled;

    /** Whether it has a connection: until then only the gateway's own pool can be to blame for a long wait. */
    boolean connected;

    /** Whether the answer's head is here. */
    boolean answered;

    /** Whether the caller gets this answer. */
    boolean committed;

    /** From sending to the first token, or to the whole answer; counts once it is committed. */
    long firstTokenNanos;

    boolean over;

    /** Who reads the answer, once its head is here. */
    @Nullable
    Reader reader;

    UpstreamCall(Exchange exchange, Ask ask, Upstream upstream, long startedNanos) {
        this.exchange = exchange;
        this.ask = ask;
        this.upstream = upstream;
        this.startedNanos = startedNanos;
        this.wire = exchange.route.wireTo(
                upstream.provider(), ask.candidate(), exchange.facts != null && exchange.facts.tools());
        this.path = exchange.route.upstreamPath(this);
    }

    /** Whether its provider is spoken to in another dialect than its caller speaks. */
    boolean translated() {
        return wire != exchange.route.wire();
    }

    Target target() {
        return ask.candidate().target();
    }

    Provider provider() {
        return upstream.provider();
    }

    /** The provider's name. */
    String who() {
        return provider().name();
    }

    /** What it has cost so far, as far as is known. */
    TokenUsage usage() {
        return reader == null ? TokenUsage.UNREPORTED : reader.usage();
    }

    /** How it stands in the list of attempts when its answer is handed on. */
    String answerLabel(int status) {
        return status == 200 ? upstream.okLabel() : who() + ":" + status;
    }

    /** Whether nobody waits for it any more. */
    boolean isIdle() {
        return over || exchange.ended;
    }

    /** Stops the provider's work, if there is any left. */
    void reset() {
        HttpClientRequest open = request;
        request = null;
        if (open != null) {
            open.reset();
        }
    }
}
