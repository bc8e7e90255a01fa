package io.penstock.dialect.cohere;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Tool;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.FunctionTools;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one call as the body of {@code /v2/chat}. */
final class CohereRequest {
    private static final int STOP_SEQUENCES_MAX = 5;

    /** Fields of Cohere that a caller may give by their own names. */
    private static final Set<String> OWN = Set.of("documents", "safety_mode", "citation_options", "priority");

    private final ChatRequest request;
    private final Writing writing;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    CohereRequest(ChatRequest request, Writing writing) {
        this.request = request;
        this.json = new JsonWriter(BodySize.expected(request));
        this.writing = writing;
        this.unsupported = new UnsupportedFields("Cohere", writing);
    }

    Written written() {
        json.object().put("model", writing.model()).put("stream", request.stream());
        new CohereMessages(writing.model(), unsupported, json).write(request.turns());
        tools();
        format();
        sampling(request.sampling());
        thinking(request.reasoning());
        for (Leftover leftover : request.leftovers()) {
            if (OWN.contains(leftover.field())) {
                json.raw(leftover.field(), leftover.json());
            }
        }
        unsupported.choicesAndProbabilities(request.sampling());
        unsupported.leftovers(request, OWN);
        return unsupported.written(json.endObject());
    }

    /** One named tool is the only one offered, and one must be used. */
    private void tools() {
        List<Tool> tools = FunctionTools.offered(request, unsupported);
        FunctionTools.write(tools, json);
        if (tools.isEmpty()) {
            return;
        }
        if (tools.stream().allMatch(CohereRequest::isStrict)) {
            json.put("strict_tools", true);
        }
        if (request.toolChoice().isForced()) {
            json.put("tool_choice", "REQUIRED");
        }
    }

    /** Cohere knows strictness for all tools or none, and wants each to have an argument that must be there. */
    private static boolean isStrict(Tool tool) {
        if (!(tool instanceof Tool.Function function) || !Boolean.TRUE.equals(function.strict())) {
            return false;
        }
        JsonValue.Obj schema = function.schema() == null ? null : JsonReader.object(function.schema());
        return schema != null && !schema.items("required").isEmpty();
    }

    private void format() {
        switch (request.format()) {
            case OutputFormat.PlainText _ -> {}
            case OutputFormat.AnyJson _ ->
                json.object("response_format").put("type", "json_object").endObject();
            case OutputFormat.Schema schema ->
                json.object("response_format")
                        .put("type", "json_object")
                        .raw("json_schema", schema.schema())
                        .endObject();
        }
    }

    private void sampling(Sampling sampling) {
        json.put("max_tokens", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("p", sampling.topP())
                .put("k", sampling.topK())
                .put("seed", sampling.seed())
                .put("frequency_penalty", sampling.frequencyPenalty())
                .put("presence_penalty", sampling.presencePenalty());
        if (sampling.stop().size() > STOP_SEQUENCES_MAX) {
            unsupported.parameter("stop");
        }
        if (!sampling.stop().isEmpty()) {
            json.array("stop_sequences");
            sampling.stop().stream().limit(STOP_SEQUENCES_MAX).forEach(json::item);
            json.endArray();
        }
    }

    /** Cohere thinks or does not; how much is said in tokens only. */
    private void thinking(@Nullable Reasoning reasoning) {
        if (reasoning == null) {
            return;
        }
        boolean silent = Efforts.isNone(reasoning);
        json.object("thinking").put("type", silent ? "disabled" : "enabled");
        if (!silent) {
            json.put("token_budget", reasoning.budgetTokens());
        }
        json.endObject();
    }
}
