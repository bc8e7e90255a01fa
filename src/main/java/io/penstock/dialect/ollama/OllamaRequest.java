package io.penstock.dialect.ollama;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.FunctionTools;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes one call as the body of {@code /api/chat}. */
final class OllamaRequest {
    /** Fields of Ollama's {@code options} that a caller may give by their own names. */
    private static final Set<String> OPTIONS = Set.of("num_ctx", "min_p", "repeat_penalty");

    private static final String KEEP_ALIVE = "keep_alive";
    private static final Set<String> OWN = own();

    private final ChatRequest request;
    private final Writing writing;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    OllamaRequest(ChatRequest request, Writing writing) {
        this.request = request;
        this.json = new JsonWriter(BodySize.expected(request));
        this.writing = writing;
        this.unsupported = new UnsupportedFields("Ollama", writing);
    }

    private static Set<String> own() {
        Set<String> own = new TreeSet<>(OPTIONS);
        own.add(KEEP_ALIVE);
        return own;
    }

    Written written() {
        json.object().put("model", writing.model()).put("stream", request.stream());
        new OllamaMessages(request, unsupported, json).write();
        FunctionTools.write(FunctionTools.offered(request, unsupported), json);
        toolChoice();
        switch (request.format()) {
            case OutputFormat.PlainText _ -> {}
            case OutputFormat.AnyJson _ -> json.put("format", "json");
            case OutputFormat.Schema schema -> json.raw("format", schema.schema());
        }
        think(request.reasoning());
        options(request.sampling());
        for (Leftover leftover : request.leftovers()) {
            if (leftover.field().equals(KEEP_ALIVE)) {
                json.raw(KEEP_ALIVE, leftover.json());
            }
        }
        unsupported.choicesAndProbabilities(request.sampling());
        unsupported.leftovers(request, OWN);
        return unsupported.written(json.endObject());
    }

    /** Ollama leaves it to the model; all that can be done is not to offer a tool. */
    private void toolChoice() {
        if (request.toolChoice().isForced()) {
            unsupported.parameter("tool_choice");
        }
    }

    /** Only gpt-oss is told how much; the others think or do not. */
    private void think(@Nullable Reasoning reasoning) {
        if (reasoning == null) {
            return;
        }
        String effort = reasoning.effort();
        if (Efforts.isNone(reasoning)) {
            json.put("think", false);
        } else if (effort == null || !writing.model().contains("gpt-oss")) {
            json.put("think", true);
        } else {
            json.put("think", Efforts.inThreeSteps(effort));
        }
    }

    private void options(Sampling sampling) {
        JsonWriter options = new JsonWriter();
        options.object();
        int empty = options.length();
        options.put("num_predict", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("top_k", sampling.topK())
                .put("top_p", sampling.topP())
                .put("seed", sampling.seed())
                .put("presence_penalty", sampling.presencePenalty())
                .put("frequency_penalty", sampling.frequencyPenalty());
        if (!sampling.stop().isEmpty()) {
            options.array("stop");
            sampling.stop().forEach(options::item);
            options.endArray();
        }
        for (Leftover leftover : request.leftovers()) {
            if (OPTIONS.contains(leftover.field())) {
                options.raw(leftover.field(), leftover.json());
            }
        }
        if (options.length() > empty) {
            json.raw("options", options.endObject().toSlice());
        }
    }
}
