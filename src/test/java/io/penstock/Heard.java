package io.penstock;

import io.penstock.RawCaller.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What one caller of a chat model was answered.
 *
 * @param millis from sending the request to the end of the answer
 */
record Heard(Answer answer, long millis) {

    /** A chat request as an application sends it. */
    static String request(String model, boolean streaming, String prompt) {
        JsonObject message = new JsonObject().put("role", "user").put("content", prompt);
        return new JsonObject()
                .put("model", model)
                .put("stream", streaming)
                .put("messages", new JsonArray().add(message))
                .encode();
    }

    int status() {
        return answer.status();
    }

    String header(String name) {
        return answer.header(name);
    }

    boolean streamed() {
        String type = header("content-type");
        return type != null && type.startsWith("text/event-stream");
    }

    /** The data of every event of a stream; of another answer its body. */
    private List<String> data() {
        if (!streamed()) {
            return List.of(answer.body());
        }
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private List<JsonObject> objects() {
        return data().stream()
                .filter(data -> data.startsWith("{"))
                .map(JsonObject::new)
                .toList();
    }

    private List<JsonObject> choices() {
        List<JsonObject> choices = new ArrayList<>();
        for (JsonObject object : objects()) {
            JsonArray array = object.getJsonArray("choices", new JsonArray());
            array.forEach(choice -> choices.add((JsonObject) choice));
        }
        return choices;
    }

    /** All that was said, joined. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (JsonObject choice : choices()) {
            JsonObject part = choice.getJsonObject(streamed() ? "delta" : "message");
            text.append(Objects.requireNonNullElse(part.getString("content"), ""));
        }
        return text.toString();
    }

    /** Every id an event named, each once. */
    List<String> ids() {
        return objects().stream()
                .map(object -> object.getString("id"))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** How often somebody began to speak. */
    long roles() {
        return choices().stream()
                .filter(choice ->
                        choice.getJsonObject("delta", new JsonObject()).getString("role") != null)
                .count();
    }

    List<String> finishReasons() {
        return choices().stream()
                .map(choice -> choice.getString("finish_reason"))
                .filter(Objects::nonNull)
                .toList();
    }

    /** How often {@code [DONE]} was said. */
    long dones() {
        return data().stream().filter("[DONE]"::equals).count();
    }

    /** The code of the error that was told, in the stream or instead of an answer; null where none was. */
    String errorCode() {
        return objects().stream()
                .map(object -> object.getJsonObject("error"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(error -> error.getString("code"))
                .orElse(null);
    }

    boolean hasErrorEvent() {
        return answer.body().contains("event: error\ndata: {\"error\":");
    }

    /** Heartbeats that stand between two events, as lines of their own with an empty line behind. */
    long heartbeats() {
        return answer.body().split("(?<=\n\n): keepalive\n\n", -1).length - 1;
    }

    /** All heartbeats, wherever they stand. */
    long keepalives() {
        return answer.body().lines().filter(line -> line.contains("keepalive")).count();
    }

    /** In a few words, for a table. */
    String summary() {
        String end = answer.whole() ? "" : ", cut off";
        String error = errorCode() == null ? "" : " " + errorCode();
        int words = text().isBlank() ? 0 : text().split(" ").length;
        String said = words == 0 ? "" : ", " + words + " words";
        return status()
                + error
                + said
                + (finishReasons().isEmpty() ? "" : ", " + finishReasons().getFirst())
                + end;
    }
}
