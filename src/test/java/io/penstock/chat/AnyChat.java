package io.penstock.chat;

import io.penstock.chat.Part.CacheMark;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Calls that keep to what {@code io.penstock.chat} promises, from a random source: results follow their calls, ids are
 * unique, no text is empty. What a dialect cannot express comes only where it is asked for by {@link Can}. Answers and
 * streams come from {@link AnyAnswer}.
 */
public final class AnyChat {

    /** What a call may hold beyond texts, function tools and their results. */
    public enum Can {
        /** Pictures given inline. */
        IMAGES,
        /** OpenAI's {@code detail} of a picture. */
        DETAIL,
        /** PDFs given inline. */
        DOCUMENTS,
        /** Documents have names. */
        DOCUMENT_NAMES,
        /** Pictures by {@code https} address; documents too, with {@link #DOCUMENT_LINKS}. */
        LINKS,
        DOCUMENT_LINKS,
        /** Documents by their id at the provider. */
        UPLOADS,
        AUDIO,
        /** Tools that take plain text. */
        FREEFORM,
        /** Turns of users have the speaker's name. */
        NAMES,
        /** Results have their tool's name. */
        RESULT_NAMES,
        /** Marks on texts and pictures of users, and on texts of systems. */
        CACHE_MARKS,
        /** Marks on results. */
        RESULT_MARKS,
        /** Marks on tools. */
        TOOL_MARKS,
        /** Results that failed. */
        RESULT_ERRORS,
        /** Pictures in results; needs {@link #IMAGES}. */
        RESULT_IMAGES,
        /** Several texts in one result. */
        RESULT_TEXTS,
        /** The results of one turn's calls stand in one turn, not in one each. */
        RESULTS_TOGETHER,
        /** More than one system turn, where they stand first. */
        SYSTEMS,
        /** System turns between the others; needs {@link #SYSTEMS}. */
        SYSTEM_ANYWHERE,
        /** Neighbouring turns of users. */
        NEIGHBOURS,
        /** Several texts in one turn of users, systems and the assistant. */
        SEVERAL_TEXTS,
        /** Parts of the assistant in any order, not thoughts, texts, refusal, calls. */
        ANY_ORDER,
        REFUSALS,
        /** Thoughts without a seal. */
        UNSIGNED_THINKING,
        /** Several thoughts in one turn. */
        SEVERAL_THOUGHTS,
        /** Seals, see {@link AnyChat#AnyChat(Random, Set, Set)}, on thoughts. */
        SIGNED_THINKING,
        HIDDEN_THINKING,
        /** Google's seal on calls. */
        SIGNED_CALLS,
        EFFORT,
        BUDGET,
        ADAPTIVE,
        SUMMARY,
        /** Temperatures above 1. */
        HOT,
        TOP_K,
        STOP,
        SEED,
        PENALTIES,
        LOGPROBS,
        CHOICES,
        ANY_JSON,
        SCHEMA,
        /** Schemas have names other than {@code response}, descriptions and {@code strict}. */
        SCHEMA_NAMES,
        /** Tools say whether arguments must keep to the schema. */
        STRICT,
        /** A choice among some tools. */
        AMONG,
        NAMED_CHOICE,
        /** {@code parallelTools} says something. */
        PARALLEL,
        USER,
        /** No more than a filter or a limit: also {@link Finish#FAILED}. */
        FAILURES,
        /** An answer says which stop sequence ended it. */
        STOP_SEQUENCE,
        /** The pieces of several calls' arguments come mixed. */
        INTERLEAVED
    }

    private final Random random;
    private final Set<Can> can;
    private final List<String> vendors;
    private final AnyPart parts;
    private int calls;

    /** @param vendors those whose seals may come; may be empty */
    public AnyChat(Random random, Set<Can> can, Set<String> vendors) {
        this.random = random;
        this.can = can.isEmpty() ? EnumSet.noneOf(Can.class) : EnumSet.copyOf(can);
        this.vendors = vendors.stream().sorted().toList();
        this.parts = new AnyPart(random, this.can, this.vendors);
    }

    /** A call. Its first turn that is not the system's is a user's, and so is its last, or a tool's. */
    public ChatRequest request() {
        List<Tool> tools = tools();
        boolean stream = random.nextBoolean();
        return new ChatRequest(
                "model-" + random.nextInt(100),
                stream,
                stream && random.nextBoolean(),
                turns(tools),
                tools,
                choice(tools),
                !tools.isEmpty() && maybe(Can.PARALLEL) ? (Boolean) random.nextBoolean() : null,
                format(),
                new AnySampling(random, can).sampling(),
                new AnySampling(random, can).reasoning(),
                maybe(Can.USER) ? "user-" + random.nextInt(1000) : null,
                List.of());
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (int index = random.nextInt(4); index > 0; index--) {
            String name = "tool_" + index;
            String description = random.nextBoolean() ? parts.words() : null;
            if (maybe(Can.FREEFORM)) {
                tools.add(new Tool.Freeform(
                        name, description, random.nextBoolean() ? Slice.of("{\"type\":\"text\"}") : null));
            } else {
                CacheMark mark = maybe(Can.TOOL_MARKS) ? parts.mark() : null;
                Boolean strict = maybe(Can.STRICT) ? (Boolean) random.nextBoolean() : null;
                tools.add(new Tool.Function(name, description, schema(), strict, mark));
            }
        }
        return tools;
    }

    /** A JSON Schema with digits and an order that must not be lost. */
    private Slice schema() {
        return Slice.of("{\"type\":\"object\",\"properties\":{\"z" + random.nextInt(10)
                + "\":{\"type\":\"number\",\"maximum\":123456789012345678901234567890.10}},\"required\":[]}");
    }

    private ToolChoice choice(List<Tool> tools) {
        if (tools.isEmpty()) {
            return new ToolChoice.Auto();
        }
        return switch (random.nextInt(5)) {
            case 0 -> new ToolChoice.None();
            case 1 -> new ToolChoice.Required();
            case 2 ->
                can.contains(Can.NAMED_CHOICE)
                        ? new ToolChoice.Named(tools.getFirst().name())
                        : new ToolChoice.Auto();
            case 3 ->
                can.contains(Can.AMONG)
                        ? new ToolChoice.Among(List.of(tools.getLast().name()), random.nextBoolean())
                        : new ToolChoice.Auto();
            default -> new ToolChoice.Auto();
        };
    }

    private OutputFormat format() {
        if (maybe(Can.ANY_JSON)) {
            return new OutputFormat.AnyJson();
        }
        if (!maybe(Can.SCHEMA)) {
            return new OutputFormat.PlainText();
        }
        return can.contains(Can.SCHEMA_NAMES)
                ? new OutputFormat.Schema("answer", "What is asked", schema(), random.nextBoolean() ? true : null)
                : new OutputFormat.Schema("response", null, schema(), null);
    }

    private List<Turn> turns(List<Tool> tools) {
        List<Turn> turns = new ArrayList<>();
        for (int left = random.nextInt(can.contains(Can.SYSTEMS) ? 3 : 2); left > 0; left--) {
            turns.add(new Turn(Role.SYSTEM, parts.texts()));
        }
        turns.add(user());
        for (int left = random.nextInt(4); left > 0; left--) {
            exchange(tools, turns);
        }
        return turns;
    }

    /** What the assistant says, the results of its calls, and what the user says to that. */
    private void exchange(List<Tool> tools, List<Turn> turns) {
        List<Part.ToolUse> uses = uses(tools);
        turns.add(new Turn(Role.ASSISTANT, parts.said(uses)));
        List<Part> results = new ArrayList<>();
        for (Part.ToolUse use : uses) {
            results.add(parts.result(use));
        }
        if (can.contains(Can.RESULTS_TOGETHER) && !results.isEmpty()) {
            turns.add(new Turn(Role.TOOL, results));
        } else {
            results.forEach(result -> turns.add(new Turn(Role.TOOL, List.of(result))));
        }
        if (maybe(Can.SYSTEM_ANYWHERE)) {
            turns.add(new Turn(Role.SYSTEM, parts.texts()));
        }
        if (results.isEmpty() || random.nextBoolean()) {
            turns.add(user());
        }
        if (maybe(Can.NEIGHBOURS)) {
            turns.add(user());
        }
    }

    private Turn user() {
        return new Turn(Role.USER, maybe(Can.NAMES) ? "speaker" + random.nextInt(9) : null, parts.asked());
    }

    private List<Part.ToolUse> uses(List<Tool> tools) {
        List<Part.ToolUse> uses = new ArrayList<>();
        for (Tool tool : tools) {
            if (random.nextBoolean()) {
                uses.add(parts.use(
                        "call_"
                                + Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(new byte[] {(byte) calls++, (byte) random.nextInt(), 7}),
                        tool));
            }
        }
        return uses;
    }

    private boolean maybe(Can thing) {
        return can.contains(thing) && random.nextInt(3) == 0;
    }
}
