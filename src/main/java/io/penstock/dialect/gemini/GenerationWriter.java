package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.List;

/** Writes {@code generationConfig}. */
final class GenerationWriter {
    private static final int STOP_MAX = 5;

    private GenerationWriter() {}

    /** An object, empty where the model's defaults are wanted. */
    static Slice write(ChatRequest request, Writing writing, Mistakes mistakes) {
        JsonWriter out = new JsonWriter().object();
        sampling(request.sampling(), out);
        stop(request.sampling().stop(), mistakes, out);
        choices(request, mistakes, out);
        switch (request.format()) {
            case OutputFormat.PlainText() -> {}
            case OutputFormat.AnyJson() -> out.put("responseMimeType", "application/json");
            case OutputFormat.Schema schema ->
                out.put("responseMimeType", "application/json").raw("responseJsonSchema", schema.schema());
        }
        Reasoning reasoning = request.reasoning();
        if (reasoning != null) {
            thinking(reasoning, GeminiModel.of(writing.model()), out);
        }
        return out.endObject().toSlice();
    }

    private static void sampling(Sampling sampling, JsonWriter out) {
        out.put("maxOutputTokens", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("topP", sampling.topP())
                .put("topK", sampling.topK())
                .put("presencePenalty", sampling.presencePenalty())
                .put("frequencyPenalty", sampling.frequencyPenalty())
                .put("responseLogprobs", sampling.logprobs());
        if (Boolean.TRUE.equals(sampling.logprobs())) {
            out.put("logprobs", sampling.topLogprobs());
        }
        Long seed = sampling.seed();
        if (seed != null) {
            // Gemini's seed has 32 bits; one that fits stays as it is.
            out.put("seed", seed == seed.intValue() ? seed.intValue() : Long.hashCode(seed));
        }
    }

    private static void stop(List<String> stop, Mistakes mistakes, JsonWriter out) {
        if (stop.size() > STOP_MAX) {
            mistakes.droppable(
                    "stop", "At most " + STOP_MAX + " stop sequences are supported by this model's provider.");
        }
        if (!stop.isEmpty()) {
            out.array("stopSequences");
            stop.stream().limit(STOP_MAX).forEach(out::item);
            out.endArray();
        }
    }

    private static void choices(ChatRequest request, Mistakes mistakes, JsonWriter out) {
        Integer choices = request.sampling().choices();
        boolean several = choices != null && choices > 1;
        if (several && request.stream()) {
            mistakes.droppable("n", "A stream of several choices is not supported by this model's provider.");
            return;
        }
        out.put("candidateCount", choices);
    }

    private static void thinking(Reasoning reasoning, GeminiModel model, JsonWriter out) {
        if (!model.takesBudget() && !model.takesLevel()) {
            return;
        }
        String effort = reasoning.effort();
        Integer budget = reasoning.budgetTokens();
        boolean off = Efforts.isNone(reasoning);
        out.object("thinkingConfig").put("includeThoughts", !off && !Boolean.FALSE.equals(reasoning.summary()));
        if (model.takesBudget()) {
            if (budget != null) {
                out.put("thinkingBudget", model.budget(budget));
            } else if (effort != null) {
                out.put("thinkingBudget", model.budget(effort));
            } else if (reasoning.adaptive()) {
                out.put("thinkingBudget", -1);
            }
        } else if (effort != null) {
            out.put("thinkingLevel", model.level(effort));
        } else if (budget != null) {
            out.put("thinkingLevel", model.level(budget));
        }
        out.endObject();
    }
}
