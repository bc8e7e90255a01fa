package io.penstock.dialect.responses;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request of OpenAI Responses. Nothing is kept at the provider ({@code store} is false), so the model's
 * encrypted thoughts are asked for.
 */
final class RequestWriter {
    /** Leftovers that are spelled here as in Chat Completions. */
    private static final Set<String> SAME = Set.of(
            "metadata",
            "service_tier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options",
            "truncation",
            "max_tool_calls");

    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority", "fast");
    private static final String SEARCH = "web_search_options";
    private static final String VERBOSITY = "verbosity";

    private final ChatRequest request;
    private final Writing writing;
    private final Mistakes mistakes;
    private final JsonWriter out;

    private RequestWriter(ChatRequest request, Writing writing) {
        this.request = request;
        this.out = new JsonWriter(BodySize.expected(request));
        this.writing = writing;
        this.mistakes = new Mistakes(writing);
    }

    static Written write(ChatRequest request, Writing writing) {
        RequestWriter writer = new RequestWriter(request, writing);
        writer.body();
        return writer.mistakes.written(writer.out);
    }

    private void body() {
        out.object().put("model", writing.model());
        new ItemWriter(request, out).write();
        Slice search = leftover(SEARCH);
        new ToolWriter(request, mistakes, out).write(search == null ? null : JsonReader.object(search));
        out.put("parallel_tool_calls", request.parallelTools());
        text();
        reasoning(request.reasoning());
        sampling(request.sampling());
        out.put("user", request.user());
        out.put("store", false);
        out.array("include").item("reasoning.encrypted_content").endArray();
        if (request.stream()) {
            out.put("stream", true);
        }
        leftovers(request.leftovers());
        out.endObject();
    }

    private void text() {
        Slice verbosity = leftover(VERBOSITY);
        if (request.format() instanceof OutputFormat.PlainText && verbosity == null) {
            return;
        }
        out.object("text");
        switch (request.format()) {
            case OutputFormat.PlainText _ -> {}
            case OutputFormat.AnyJson _ ->
                out.object("format").put("type", "json_object").endObject();
            case OutputFormat.Schema schema ->
                out.object("format")
                        .put("type", "json_schema")
                        .put("name", schema.name())
                        .put("description", schema.description())
                        .raw("schema", schema.schema())
                        .put("strict", Boolean.TRUE.equals(schema.strict()))
                        .endObject();
        }
        out.raw(VERBOSITY, verbosity).endObject();
    }

    private void reasoning(@Nullable Reasoning reasoning) {
        if (reasoning == null) {
            return;
        }
        String effort = Efforts.of(reasoning);
        String summary = Boolean.TRUE.equals(reasoning.summary()) ? "auto" : null;
        if (effort != null || summary != null) {
            out.object("reasoning")
                    .put("effort", effort)
                    .put("summary", summary)
                    .endObject();
        }
    }

    /** A seed, penalties and the breadth of choice are hints, and are left out. */
    private void sampling(Sampling sampling) {
        out.put("max_output_tokens", sampling.maxTokens());
        out.put("temperature", sampling.temperature());
        out.put("top_p", sampling.topP());
        if (!sampling.stop().isEmpty()) {
            refuse("stop");
        }
        if (sampling.choices() != null && sampling.choices() > 1) {
            refuse("n");
        }
        // A translated answer has no place for them.
        if (Boolean.TRUE.equals(sampling.logprobs())) {
            refuse("logprobs");
        }
        if (sampling.topLogprobs() != null && sampling.topLogprobs() > 0) {
            refuse("top_logprobs");
        }
    }

    private void leftovers(List<Leftover> leftovers) {
        for (Leftover leftover : leftovers) {
            String field = leftover.field();
            if (writing.keeps(leftover) && !field.equals(VERBOSITY) && !field.equals(SEARCH)) {
                out.raw(field, leftover.json());
            } else if (SAME.contains(field)) {
                if (isKnown(leftover)) {
                    out.raw(field, leftover.json());
                }
            } else if (!leftover.harmless() && !field.equals(VERBOSITY) && !field.equals(SEARCH)) {
                refuse(field);
            }
        }
    }

    /** Other dialects have tiers and metadata of their own by the same names. */
    private static boolean isKnown(Leftover leftover) {
        JsonValue value = JsonReader.read(
                leftover.json().array(), leftover.json().from(), leftover.json().to());
        return switch (leftover.field()) {
            case "service_tier" -> value instanceof JsonValue.Text tier && TIERS.contains(tier.value());
            case "metadata" -> value instanceof JsonValue.Obj;
            default -> value != null;
        };
    }

    private void refuse(String field) {
        mistakes.droppable(
                field, "The provider that serves this model does not know '" + field + "', nor anything like it.");
    }

    private @Nullable Slice leftover(String field) {
        for (Leftover leftover : request.leftovers()) {
            if (leftover.field().equals(field)) {
                return leftover.json();
            }
        }
        return null;
    }
}
