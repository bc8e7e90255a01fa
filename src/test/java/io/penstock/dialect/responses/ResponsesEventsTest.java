package io.penstock.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Signature;
import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order and the form of the events that callers such as Codex read. */
class ResponsesEventsTest {
    private static final Reply REPLY = new Reply("made1up", "asked-model", 1_763_600_000L, true, Set.of("apply_patch"));

    /** What a provider tells, and the golden file of what the caller then reads. */
    enum Scene {
        TEXT(
                new ChatEvent.TextAdded(0, "Hel"),
                new ChatEvent.TextAdded(0, "lo"),
                new ChatEvent.Finished(0, Finish.STOP, null)),
        PARALLEL_TOOLS(
                new ChatEvent.ToolBegun(0, 0, "call_a", "get_weather", false, null),
                new ChatEvent.ToolArguments(0, 0, "{\"city\":"),
                new ChatEvent.ToolArguments(0, 0, "\"Oslo\"}"),
                new ChatEvent.ToolBegun(0, 1, "call_b", "files-_-read", false, null),
                new ChatEvent.ToolArguments(0, 1, "{\"n\":1}"),
                new ChatEvent.Finished(0, Finish.TOOLS, null)),
        REASONING_AND_TOOL(
                new ChatEvent.ThinkingAdded(0, "Look "),
                new ChatEvent.ThinkingAdded(0, "it up."),
                new ChatEvent.ThinkingSigned(0, new Signature(Signature.OPENAI, "gAAA")),
                new ChatEvent.ToolBegun(0, 0, "call_a", "get_weather", false, null),
                new ChatEvent.ToolArguments(0, 0, "{\"city\":\"Oslo\"}"),
                new ChatEvent.Finished(0, Finish.TOOLS, null)),
        REFUSAL(new ChatEvent.RefusalAdded(0, "I cannot."), new ChatEvent.Finished(0, Finish.FILTERED, null)),
        EMPTY_ARGUMENTS(
                new ChatEvent.ToolBegun(0, 0, "call_a", "get_time", false, null),
                new ChatEvent.Finished(0, Finish.TOOLS, null)),
        CUSTOM_TOOL(
                new ChatEvent.ToolBegun(0, 0, "call_a", "apply_patch", false, null),
                new ChatEvent.ToolArguments(0, 0, "{\"input\":\"*** Begin"),
                new ChatEvent.ToolArguments(0, 0, " Patch\\n\"}"),
                new ChatEvent.Finished(0, Finish.TOOLS, null)),
        CUT_OFF(new ChatEvent.TextAdded(0, "Hel"), new ChatEvent.Finished(0, Finish.LENGTH, null));

        private final List<ChatEvent> events = new ArrayList<>();

        Scene(ChatEvent... told) {
            events.add(new ChatEvent.Begun("chatcmpl-9x", "vendor-model"));
            events.addAll(List.of(told));
            events.add(new ChatEvent.Used(TokenUsage.reported(120, 64, 0, 48, 20)));
            events.add(new ChatEvent.Ended());
        }

        byte[] sse() {
            return DialectLaws.stream(new ResponsesDialect(), events, REPLY);
        }

        Path golden() {
            return Path.of("src/test/resources/golden/responses/" + name().toLowerCase() + ".sse");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStreamIsTheGoldenOne(Scene scene) throws IOException {
        // Given
        byte[] golden = Files.readAllBytes(scene.golden());

        // When // Then
        assertThat(events(scene.sse())).containsExactlyElementsOf(events(golden));
    }

    @ParameterizedTest
    @EnumSource
    void theEventsAreNamedAndNumberedFromZero(Scene scene) {
        // Given // When
        List<JsonObject> events = events(scene.sse());

        // Then
        for (int at = 0; at < events.size(); at++) {
            assertThat(events.get(at).getInteger("sequence_number")).isEqualTo(at);
        }
        assertThat(events)
                .extracting(event -> event.getString("type"))
                .startsWith("response.created", "response.in_progress", "response.output_item.added");
        assertThat(events.getLast().getString("type"))
                .isEqualTo(scene == Scene.CUT_OFF ? "response.incomplete" : "response.completed");
    }

    @ParameterizedTest
    @EnumSource
    void everyItemIsOpenedFilledAndClosedBeforeTheNext(Scene scene) {
        // Given
        TreeMap<Integer, JsonObject> done = new TreeMap<>();
        int open = -1;

        // When // Then
        for (JsonObject event : events(scene.sse())) {
            Integer place = event.getInteger("output_index");
            String type = event.getString("type");
            if (type.equals("response.output_item.added")) {
                assertThat(open).as("an item is open still").isEqualTo(-1);
                assertThat(place).isEqualTo(done.size());
                open = place;
            } else if (place != null) {
                assertThat(place).as(type).isEqualTo(open);
            }
            if (type.equals("response.output_item.done")) {
                done.put(place, event.getJsonObject("item"));
                open = -1;
            }
        }
        assertThat(open).isEqualTo(-1);
        JsonObject response = events(scene.sse()).getLast().getJsonObject("response");
        assertThat(response.getJsonArray("output")).isEqualTo(new JsonArray(new ArrayList<>(done.values())));
        JsonObject usage = response.getJsonObject("usage");
        assertThat(usage.getInteger("total_tokens")).isEqualTo(168);
        assertThat(usage.getJsonObject("output_tokens_details").getInteger("reasoning_tokens"))
                .isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAddedByDeltasIsWhatTheItemHolds(Scene scene) {
        // Given
        StringBuilder added = new StringBuilder();
        StringBuilder held = new StringBuilder();

        // When
        for (JsonObject event : events(scene.sse())) {
            if (event.getString("type").endsWith(".delta")) {
                added.append(event.getString("delta"));
            }
            if (event.getString("type").equals("response.output_item.done")) {
                held.append(text(event.getJsonObject("item")));
            }
        }

        // Then
        assertThat(added.toString()).isNotEmpty().isEqualTo(held.toString());
    }

    @ParameterizedTest
    @EnumSource
    void theGatewayFollowsWhatItWrites(Scene scene) {
        // Given // When
        Followed followed = Followed.of(scene.sse());

        // Then
        assertThat(followed.meanings().subList(0, 2)).containsOnly(Meaning.PREAMBLE);
        assertThat(followed.meanings()).contains(Meaning.TOKEN).endsWith(Meaning.DONE);
        assertThat(followed.stream().used()).isEqualTo(TokenUsage.reported(120, 64, 0, 48, 20));
    }

    private static String text(JsonObject item) {
        return switch (item.getString("type")) {
            case "message" -> {
                JsonObject part = item.getJsonArray("content").getJsonObject(0);
                yield part.getString("text", "") + part.getString("refusal", "");
            }
            case "reasoning" -> item.getJsonArray("summary").getJsonObject(0).getString("text");
            case "custom_tool_call" -> item.getString("input");
            default -> item.getString("arguments");
        };
    }

    private static List<JsonObject> events(byte[] sse) {
        List<JsonObject> events = new ArrayList<>();
        for (String block : new String(sse, UTF_8).split("\n\n")) {
            String[] lines = block.split("\n");
            assertThat(lines).as(block).hasSize(2);
            JsonObject event = new JsonObject(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + event.getString("type"));
            events.add(event);
        }
        return events;
    }
}
