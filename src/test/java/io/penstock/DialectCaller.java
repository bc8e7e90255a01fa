package io.penstock;

import io.penstock.dialect.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A caller of one dialect on a bare socket, and what it makes of an answer. */
final class DialectCaller {
    static final List<Wire> CALLERS = List.of(Wire.CHAT, Wire.RESPONSES, Wire.MESSAGES, Wire.GEMINI);

    private DialectCaller() {}

    static String path(Wire wire, String model, boolean stream) {
        return switch (wire) {
            case CHAT -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case MESSAGES -> "/v1/messages";
            default -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        };
    }

    /** A call that asks "Hello"; further members stand before the others. */
    static String body(Wire wire, String model, boolean stream, String more) {
        String named = "{\"model\":\"" + model + "\",\"stream\":" + stream + "," + more;
        return switch (wire) {
            case CHAT -> named + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
            case RESPONSES -> named + "\"input\":\"Hello\"}";
            case MESSAGES -> named + "\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
            default -> "{" + more + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]}";
        };
    }

    /** A caller that has sent this call and not read anything yet. */
    static RawCaller asks(TestGateway gateway, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return RawCaller.of(gateway)
                .send(RawCaller.head(path, "content-type: application/json", "content-length: " + bytes.length))
                .send(bytes);
    }

    static RawCaller.Answer ask(TestGateway gateway, Wire wire, String model, boolean stream) throws IOException {
        try (RawCaller caller = asks(gateway, path(wire, model, stream), body(wire, model, stream, ""))) {
            return caller.answer();
        }
    }

    /** A stream that tells its usage, which Chat does only where it is asked to. */
    static RawCaller.Answer askForUsage(TestGateway gateway, Wire wire, String model) throws IOException {
        String usage = wire == Wire.CHAT ? "\"stream_options\":{\"include_usage\":true}," : "";
        try (RawCaller caller = asks(gateway, path(wire, model, true), body(wire, model, true, usage))) {
            return caller.answer();
        }
    }

    /** How two tokens of thoughts are told. */
    static String thoughts(Wire wire) {
        return switch (wire) {
            case MESSAGES -> "\"thinking_tokens\":2";
            case GEMINI -> "\"thoughtsTokenCount\":2";
            default -> "\"reasoning_tokens\":2";
        };
    }

    /** The data of a stream's events. */
    static List<JsonObject> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> new JsonObject(line.substring("data: ".length())))
                .toList();
    }

    /** The text that a stream's events tell. */
    static String text(Wire wire, String body) {
        StringBuilder text = new StringBuilder();
        for (JsonObject event : events(body)) {
            String piece = switch (wire) {
                case CHAT ->
                    first(event, "choices")
                            .getJsonObject("delta", new JsonObject())
                            .getString("content");
                case RESPONSES ->
                    "response.output_text.delta".equals(event.getString("type")) ? event.getString("delta") : "";
                case MESSAGES -> event.getValue("delta") instanceof JsonObject delta ? delta.getString("text") : "";
                default ->
                    first(first(event, "candidates").getJsonObject("content", new JsonObject()), "parts")
                            .getString("text");
            };
            text.append(piece == null ? "" : piece);
        }
        return text.toString();
    }

    private static JsonObject first(JsonObject holder, String array) {
        JsonArray elements = holder.getJsonArray(array, new JsonArray());
        return elements.isEmpty() ? new JsonObject() : elements.getJsonObject(0);
    }

    /** The sentence of a stream's last event, where that is an error of the caller's own dialect; else null. */
    static String streamError(Wire wire, String body) {
        List<JsonObject> events = events(body);
        JsonObject last = events.isEmpty() ? new JsonObject() : events.getLast();
        boolean named = wire == Wire.GEMINI || body.lastIndexOf("event: error\n") >= 0;
        boolean typed = wire == Wire.CHAT || wire == Wire.GEMINI || "error".equals(last.getString("type"));
        JsonObject error = wire == Wire.RESPONSES ? last : last.getJsonObject("error");
        return named && typed && error != null ? error.getString("message") : null;
    }

    /** The error of a refused call: its type, or status, and its sentence; null where the form is another dialect's. */
    static String refusal(Wire wire, String body) {
        JsonObject json = new JsonObject(body);
        JsonObject error = json.getJsonObject("error");
        boolean formed = switch (wire) {
            case MESSAGES -> "error".equals(json.getString("type")) && !error.containsKey("code");
            case GEMINI -> error.getValue("code") instanceof Integer && error.containsKey("status");
            default -> error.containsKey("param") && error.containsKey("code");
        };
        return formed
                ? error.getString(wire == Wire.GEMINI ? "status" : "type") + ": " + error.getString("message")
                : null;
    }
}
