package io.penstock.dialect.chat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.RequestFacts;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a caller's body: messages, tools and settings, in that order, so that the first mistake is the one told. */
final class RequestReader {
    private RequestReader() {}

    static ChatReading read(Slice body, RequestFacts facts) {
        JsonValue.Obj object = JsonReader.object(body);
        if (object == null) {
            return new ChatReading.Refused(
                    ApiError.invalid(400, null, "invalid_json", "The body must be a JSON object."));
        }
        Mistakes mistakes = new Mistakes();
        ChatRequest request = request(new Fields(object, "", mistakes), facts);
        ApiError first = mistakes.first();
        return first == null ? new ChatReading.Read(request) : new ChatReading.Refused(first);
    }

    private static ChatRequest request(Fields body, RequestFacts facts) {
        List<Leftover> leftovers = new ArrayList<>();
        List<Turn> turns = TurnReader.read(body, leftovers);
        SettingsReader.leftovers(body, leftovers);
        body.object("stream_options");
        return new ChatRequest(
                facts.model(),
                facts.stream(),
                facts.usageWanted(),
                turns,
                ToolReader.tools(body),
                ToolReader.choice(body),
                body.flag("parallel_tool_calls"),
                SettingsReader.format(body),
                SettingsReader.sampling(body),
                SettingsReader.reasoning(body),
                SettingsReader.user(body),
                leftovers);
    }
}
