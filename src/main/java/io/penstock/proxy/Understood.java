package io.penstock.proxy;

import io.penstock.dialect.OpenAiRequests;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestFields;
import io.penstock.dialect.RequestReading;
import io.penstock.dialect.Wire;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a request.
 *
 * @param body into which the path's model has been written where there is one
 * @param reading what was read from it
 */
record Understood(Buffer body, RequestReading reading) {

    /** @param model the one that stands in the path, where one does */
    static Understood of(Route route, Buffer body, @Nullable String model) {
        if (model != null && route.wire() == Wire.GEMINI) {
            return new Understood(body, RequestFacts.inPath(model, route.streaming() == Route.Streaming.ALWAYS, body));
        }
        Buffer named = model == null ? body : RequestFields.withModel(body, model);
        return new Understood(named, read(route, named));
    }

    private static RequestReading read(Route route, Buffer body) {
        if (Route.CHAT.equals(route)) {
            return OpenAiRequests.readChat(body);
        }
        return switch (route.kind()) {
            case CONVERSATION, COUNT -> OpenAiRequests.readConversation(body);
            case EMBEDDINGS, OTHER -> OpenAiRequests.read(body);
        };
    }
}
