package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Fault;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** Answers that fail whatever was asked. */
final class FaultAnswer {

    private FaultAnswer() {}

    static Reply of(Fault fault, ModelCall call) {
        return switch (fault) {
            case Behaviour.Status(int code) -> ApiError.ofStatus(code).reply();
            case Behaviour.Bare(int status) ->
                new Reply(
                        status,
                        Map.of("content-length", "0"),
                        List.<Step>of(new Step.End(Buffer.buffer())).iterator());
            case Behaviour.Refuse(ApiError error) -> error.reply();
            case Behaviour.ModelGone() -> ApiError.modelGone(call.model()).reply();
            case Behaviour.BadKey() ->
                ApiError.badKey(call.received().maskedKey()).reply();
            case Behaviour.Foreign(ForeignError error) ->
                error.reply(call.received().maskedKey());
            case Behaviour.RetryLater(long millis) -> retryLater(millis);
            case Behaviour.Quota() -> ApiError.quota().reply();
            case Behaviour.HtmlPage(int status) -> htmlPage(status);
            case Behaviour.ErrorInside() -> errorInside(call.stream());
            case Behaviour.Reset() -> Reply.without(new Step.Reset());
            case Behaviour.Silent() -> Reply.without(new Step.Stall());
        };
    }

    private static Reply retryLater(long millis) {
        return ApiError.ofStatus(429)
                .reply()
                .with(Map.of(
                        "retry-after", Long.toString(Math.ceilDiv(millis, 1000)),
                        "retry-after-ms", Long.toString(millis)));
    }

    private static Reply htmlPage(int status) {
        Buffer body = Buffer.buffer("""
                <html>
                <head><title>%1$d</title></head>
                <body>
                <center><h1>%1$d</h1></center>
                <hr><center>cdn</center>
                </body>
                </html>
                """.formatted(status));
        Map<String, String> headers =
                Map.of("content-type", "text/html", "content-length", Integer.toString(body.length()));
        return new Reply(status, headers, List.<Step>of(new Step.End(body)).iterator());
    }

    private static Reply errorInside(boolean stream) {
        ApiError error = ApiError.server();
        if (!stream) {
            return Reply.json(200, error.toJson());
        }
        Buffer event = Buffer.buffer("data: " + error.toJson().encode() + "\n\n");
        return Reply.stream(List.<Step>of(new Step.Send(event), new Step.End(Buffer.buffer()))
                .iterator());
    }
}
