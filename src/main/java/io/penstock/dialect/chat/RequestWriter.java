package io.penstock.dialect.chat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import java.util.Set;

/**
 * Writes a call for a provider. What it leaves out: {@code topK}, which OpenAI does not know; stop sequences beyond the
 * fourth; whether thoughts are to be shown; a budget of thought, which becomes the effort next to it.
 */
final class RequestWriter {
    private static final int STOP_MAX = 4;

    /** Leftovers that mean the same here: no other dialect has a field of this name. */
    private static final Set<String> OWN = Set.of(
            "logit_bias",
            "verbosity",
            "prediction",
            "modalities",
            "audio",
            "web_search_options",
            "prompt_cache_key",
            "min_p",
            "repetition_penalty");

    private final ChatRequest request;
    private final Writing writing;
    private final Mistakes mistakes;
    private final JsonWriter out;

    private RequestWriter(ChatRequest request, Writing writing) {
        this.request = request;
        this.writing = writing;
        this.mistakes = new Mistakes(writing);
        this.out = new JsonWriter(BodySize.expected(request));
    }

    static Written write(ChatRequest request, Writing writing) {
        RequestWriter writer = new RequestWriter(request, writing);
        writer.body();
        return writer.mistakes.written(writer.out);
    }

    private void body() {
        out.object().put("model", writing.model());
        new TurnWriter(request, writing, mistakes, out).write();
        if (request.stream()) {
            out.put("stream", Boolean.TRUE);
            if (!writing.has(Quirk.NO_STREAM_OPTIONS)) {
                out.object("stream_options").put("include_usage", Boolean.TRUE).endObject();
            }
        }
        new ToolWriter(request, writing, mistakes, out).write();
        sampling(request.sampling());
        format(request.format());
        Reasoning reasoning = request.reasoning();
        out.put("reasoning_effort", reasoning == null ? null : Efforts.of(reasoning));
        if (!writing.has(Quirk.RANDOM_SEED)) {
            // Mistral refuses fields it does not know, and knows no user.
            out.put("user", request.user());
        }
        request.leftovers().forEach(this::leftover);
        out.endObject();
    }

    private void sampling(Sampling sampling) {
        out.put(writing.has(Quirk.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put(writing.has(Quirk.RANDOM_SEED) ? "random_seed" : "seed", sampling.seed())
                .put("presence_penalty", sampling.presencePenalty())
                .put("frequency_penalty", sampling.frequencyPenalty())
                .put("n", sampling.choices())
                .put("logprobs", sampling.logprobs())
                .put("top_logprobs", sampling.topLogprobs());
        if (!sampling.stop().isEmpty()) {
            out.array("stop");
            sampling.stop().stream().limit(STOP_MAX).forEach(out::item);
            out.endArray();
        }
    }

    private void format(OutputFormat format) {
        switch (format) {
            case OutputFormat.PlainText text -> {}
            case OutputFormat.AnyJson json ->
                out.object("response_format").put("type", "json_object").endObject();
            case OutputFormat.Schema schema ->
                out.object("response_format")
                        .put("type", "json_schema")
                        .object("json_schema")
                        .put("name", schema.name())
                        .put("description", schema.description())
                        .raw("schema", schema.schema())
                        .put("strict", schema.strict())
                        .endObject()
                        .endObject();
        }
    }

    private void leftover(Leftover leftover) {
        if (OWN.contains(leftover.field())) {
            out.raw(leftover.field(), leftover.json());
        } else if (!leftover.harmless()) {
            mistakes.droppable(leftover.field(), "This model's provider has nothing like '" + leftover.field() + "'.");
        }
    }
}
