package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes one request of Anthropic's Messages. Seeds, penalties and the names of speakers are left out as harmless. */
final class RequestWriter {
    /** Fields no other dialect has by these names. */
    private static final Set<String> OWN =
            Set.of("container", "context_management", "mcp_servers", "inference_geo", "cache_control", "speed");

    private static final String ONLY_JSON = "Reply with one JSON object and nothing else, without Markdown fences.";

    private final ChatRequest request;
    private final Writing writing;
    private final ThinkingRules rules;
    private final Thought thought;
    private final Mistakes mistakes;
    private final JsonWriter out;
    private final BlockWriter blocks;

    private RequestWriter(ChatRequest request, Writing writing) {
        this.request = request;
        this.out = new JsonWriter(BodySize.expected(request));
        this.writing = writing;
        this.rules = ThinkingRules.of(writing.model());
        this.thought = Thought.of(request, writing, rules);
        this.mistakes = new Mistakes(writing);
        this.blocks = new BlockWriter(out, mistakes);
    }

    static Written write(ChatRequest request, Writing writing) {
        RequestWriter writer = new RequestWriter(request, writing);
        writer.body();
        return writer.mistakes.written(writer.out);
    }

    private void body() {
        Conversation conversation = Conversation.of(request.turns());
        out.object().put("model", writing.model()).put("max_tokens", thought.maxTokens());
        if (request.stream()) {
            out.put("stream", true);
        }
        // The order in which the API counts cache marks.
        new ToolWriter(out, mistakes, blocks, rules).tools(request);
        system(conversation.system());
        messages(conversation.messages());
        sampling(request.sampling());
        thought.write(out);
        outputConfig();
        user();
        for (Leftover leftover : request.leftovers()) {
            leftover(leftover);
        }
        out.endObject();
    }

    private void system(List<Part> said) {
        List<Part> system = new ArrayList<>(said);
        String format = formatInstruction();
        if (!format.isEmpty()) {
            system.add(new Part.Text(format));
        }
        if (system.isEmpty()) {
            return;
        }
        out.array("system");
        int index = 0;
        for (Part part : system) {
            String field = "system." + index++;
            if (part instanceof Part.Text) {
                blocks.block(field, part);
            } else {
                mistakes.unsupported(field, "Anthropic takes nothing but text for the system ('" + field + "').");
            }
        }
        out.endArray();
    }

    private void messages(List<Conversation.Message> messages) {
        if (messages.isEmpty()) {
            mistakes.invalid("messages", "'messages' needs at least one message of a user that is not empty.");
        }
        out.array("messages");
        int index = 0;
        for (Conversation.Message message : messages) {
            String field = "messages." + index++ + ".content.";
            out.object().put("role", message.assistant() ? "assistant" : "user").array("content");
            int part = 0;
            for (Part block : message.parts()) {
                blocks.block(field + part++, block);
            }
            out.endArray().endObject();
        }
        out.endArray();
    }

    private void sampling(Sampling sampling) {
        boolean free = rules.sampling() && !thought.isOn();
        if (free) {
            Double temperature = sampling.temperature();
            boolean topP = temperature == null || !rules.oneOfTemperatureAndTopP();
            out.put("temperature", temperature == null ? null : (Number) Math.clamp(temperature, 0.0, 1.0))
                    .put("top_p", topP ? sampling.topP() : null)
                    .put("top_k", sampling.topK());
        }
        List<String> stop =
                sampling.stop().stream().filter(text -> !text.isBlank()).toList();
        if (!stop.isEmpty()) {
            out.array("stop_sequences");
            stop.forEach(out::item);
            out.endArray();
        }
        if (sampling.choices() != null && sampling.choices() > 1) {
            mistakes.droppable("n", "Anthropic's models give one answer ('n').");
        }
        if (Boolean.TRUE.equals(sampling.logprobs()) || sampling.topLogprobs() != null && sampling.topLogprobs() > 0) {
            mistakes.droppable("logprobs", "Anthropic's models tell no probabilities ('logprobs').");
        }
    }

    private void outputConfig() {
        Slice schema = request.format() instanceof OutputFormat.Schema asked && rules.formats() ? asked.schema() : null;
        if (thought.effort() == null && schema == null) {
            return;
        }
        out.object("output_config").put("effort", thought.effort());
        if (schema != null) {
            out.object("format")
                    .put("type", "json_schema")
                    .raw("schema", schema)
                    .endObject();
        }
        out.endObject();
    }

    /** What the model is told where the API cannot hold it to a format; empty where it need not be told. */
    private String formatInstruction() {
        return switch (request.format()) {
            case OutputFormat.PlainText plain -> "";
            case OutputFormat.AnyJson any -> ONLY_JSON;
            case OutputFormat.Schema schema ->
                rules.formats()
                        ? ""
                        : ONLY_JSON + " It must keep to this JSON Schema:\n"
                                + schema.schema().text();
        };
    }

    /** The API asks for an id that names nobody. */
    private void user() {
        String user = request.user();
        if (user != null && !user.isEmpty() && !user.contains("@")) {
            out.object("metadata").put("user_id", user).endObject();
        }
    }

    private void leftover(Leftover leftover) {
        String tier = leftover.field().equals("service_tier") ? leftover.json().text() : "";
        if (writing.keeps(leftover) || OWN.contains(leftover.field()) || tier.equals("\"standard_only\"")) {
            out.raw(leftover.field(), leftover.json());
        } else if (!leftover.harmless()) {
            mistakes.droppable(
                    leftover.field(), "'" + leftover.field() + "' cannot be told to Anthropic's Messages API.");
        }
    }
}
