package io.penstock.dialect.converse;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one call as the body of {@code Converse}. */
final class ConverseRequest {
    /** Fields of Converse that a caller may give by their own names. */
    private static final Set<String> OWN = Set.of("guardrailConfig", "performanceConfig", "requestMetadata");

    private static final String JSON_ONLY = "Answer with one JSON object and nothing else.";

    private final ChatRequest request;
    private final Writing writing;
    private final Family family;
    private final Thinking thinking;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    ConverseRequest(ChatRequest request, Writing writing) {
        this.request = request;
        this.json = new JsonWriter(BodySize.expected(request));
        this.writing = writing;
        this.family = Family.of(writing.model());
        this.thinking = Thinking.of(request, family);
        this.unsupported = new UnsupportedFields("Amazon Bedrock's Converse", writing);
    }

    Written written() {
        json.object();
        system();
        new ConverseMessages(family, unsupported, json).write(request.turns());
        Limits limits = Limits.of(request.sampling().maxTokens(), thinking, writing.outputTokensMax());
        inference(limits);
        new ConverseTools(request, family, unsupported, json).write(forcedToolsTaken());
        output();
        additional(limits);
        request.leftovers().stream()
                .filter(leftover -> OWN.contains(leftover.field()))
                .forEach(leftover -> json.raw(leftover.field(), leftover.json()));
        unsupported.choicesAndProbabilities(request.sampling());
        unsupported.leftovers(request, OWN);
        return unsupported.written(json.endObject());
    }

    /**
     * Room for the answer.
     *
     * @param maxTokens of thoughts and answer together; {@code null} is the model's own limit
     * @param budgetTokens of thoughts; 0 where none are given
     */
    private record Limits(@Nullable Integer maxTokens, int budgetTokens) {

        /** Thoughts must leave room for the answer: more is asked for, and where that is not to be had, fewer thoughts. */
        static Limits of(@Nullable Integer maxTokens, Thinking thinking, int outputTokensMax) {
            int budget = thinking.budgetTokens();
            if (maxTokens == null || budget == 0 || budget < maxTokens) {
                return new Limits(maxTokens, budget);
            }
            long wanted = (long) budget + maxTokens;
            int room = (int) Math.min(wanted, outputTokensMax > 0 ? outputTokensMax : Integer.MAX_VALUE);
            return new Limits(room, budget < room ? budget : Math.max(1, room / 2));
        }
    }

    private void system() {
        boolean asksForJson = request.format() instanceof OutputFormat.AnyJson;
        if (!asksForJson && request.turns().stream().noneMatch(turn -> turn.role() == Role.SYSTEM)) {
            return;
        }
        json.array("system");
        List<Turn> turns = request.turns();
        for (int at = 0; at < turns.size(); at++) {
            if (turns.get(at).role() == Role.SYSTEM) {
                system(at, turns.get(at).parts());
            }
        }
        if (asksForJson) {
            json.object().put("text", JSON_ONLY).endObject();
        }
        json.endArray();
    }

    private void system(int turn, List<Part> parts) {
        for (int at = 0; at < parts.size(); at++) {
            if (!(parts.get(at) instanceof Part.Text text)) {
                unsupported.content("messages." + turn + ".content." + at, "Instructions are text.");
            } else if (!text.text().isBlank()) {
                json.object().put("text", text.text()).endObject();
                if (text.cache() != null && family.isClaudeOrNova()) {
                    ConverseMessages.cachePoint(json);
                }
            }
        }
    }

    private void inference(Limits limits) {
        Sampling sampling = request.sampling();
        boolean novaThinksHard = thinking.kind() == Thinking.Kind.NOVA && "high".equals(thinking.effort());
        Integer maxTokens = novaThinksHard ? null : limits.maxTokens();
        boolean free = !novaThinksHard && !family.refusesTemperature() && !thinking.isOn();
        Double temperature = free ? temperature(sampling.temperature()) : null;
        Double topP = free && !(family.isClaude() && temperature != null) ? sampling.topP() : null;
        List<String> stop =
                sampling.stop().stream().filter(text -> !text.isBlank()).toList();
        if (maxTokens == null && temperature == null && topP == null && stop.isEmpty()) {
            return;
        }
        json.object("inferenceConfig")
                .put("maxTokens", maxTokens)
                .put("temperature", temperature)
                .put("topP", topP);
        if (!stop.isEmpty()) {
            json.array("stopSequences");
            stop.forEach(json::item);
            json.endArray();
        }
        json.endObject();
    }

    /** Bedrock's models take 0 to 1. */
    private static @Nullable Double temperature(@Nullable Double temperature) {
        return temperature == null ? null : Double.valueOf(Math.min(1, temperature));
    }

    /** Claude refuses a forced tool while it thinks; its newest models always do. */
    private boolean forcedToolsTaken() {
        return !thinking.isOn() && !family.refusesForcedTools();
    }

    private void output() {
        OutputFormat.Schema schema = request.format() instanceof OutputFormat.Schema given ? given : null;
        String effort = family.isClaude() ? thinking.effort() : null;
        if (schema == null && effort == null) {
            return;
        }
        json.object("outputConfig");
        if (schema != null) {
            json.object("textFormat").put("type", "json_schema").object("structure");
            json.object("jsonSchema").put("name", schema.name()).put("description", schema.description());
            json.put("schema", schema.schema().text()).endObject().endObject().endObject();
        }
        json.put("effort", effort).endObject();
    }

    private void additional(Limits limits) {
        JsonWriter fields = new JsonWriter();
        fields.object();
        int empty = fields.length();
        switch (thinking.kind()) {
            case UNSAID, EFFORT -> {}
            case CLAUDE_OFF -> fields.object("thinking").put("type", "disabled").endObject();
            case ADAPTIVE -> fields.object("thinking").put("type", "adaptive").endObject();
            case BUDGET ->
                fields.object("thinking")
                        .put("type", "enabled")
                        .put("budget_tokens", limits.budgetTokens())
                        .endObject();
            case NOVA -> nova(fields);
            case GPT_OSS -> fields.put("reasoning_effort", thinking.effort());
        }
        Integer topK = request.sampling().topK();
        if (topK != null && family.isClaude() && !thinking.isOn() && !family.refusesTemperature()) {
            fields.put("top_k", topK);
        } else if (topK != null && family.maker() == Family.Maker.NOVA) {
            fields.object("inferenceConfig").put("topK", topK).endObject();
        }
        oneToolAtOnce(fields);
        if (fields.length() > empty) {
            json.raw("additionalModelRequestFields", fields.endObject().toSlice());
        }
    }

    private void nova(JsonWriter fields) {
        fields.object("reasoningConfig").put("type", thinking.effort() == null ? "disabled" : "enabled");
        fields.put("maxReasoningEffort", thinking.effort()).endObject();
    }

    /** Converse has no field for it; Claude's own is said beside it. */
    private void oneToolAtOnce(JsonWriter fields) {
        boolean offered = !request.tools().isEmpty() && !(request.toolChoice() instanceof ToolChoice.None);
        if (!family.isClaude() || !offered || !Boolean.FALSE.equals(request.parallelTools())) {
            return;
        }
        ToolChoice choice = forcedToolsTaken() ? request.toolChoice() : new ToolChoice.Auto();
        fields.object("tool_choice");
        switch (choice) {
            case ToolChoice.Auto _, ToolChoice.None _ -> fields.put("type", "auto");
            case ToolChoice.Required _ -> fields.put("type", "any");
            case ToolChoice.Named named -> fields.put("type", "tool").put("name", named.name());
            case ToolChoice.Among among -> fields.put("type", among.required() ? "any" : "auto");
        }
        fields.put("disable_parallel_tool_use", true).endObject();
    }
}
