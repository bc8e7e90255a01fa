package io.penstock.routing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a request makes use of and some models reject, although they answer others. A set of them is a number with a bit
 * for each: it is made for every call.
 */
public enum Feature {
    TOOLS,
    TOOL_CHOICE,
    PARALLEL_TOOL_CALLS,
    VISION,
    AUDIO,
    JSON_SCHEMA,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    STOP,
    SEED,
    LOGPROBS,
    LOGIT_BIAS,
    N,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    REASONING,
    VERBOSITY,
    SERVICE_TIER,
    STORE,
    METADATA,
    PREDICTION,
    CACHE,
    WEB_SEARCH,
    /** Its caller writes chat completions; here and below. */
    CHAT,
    RESPONSES,
    MESSAGES,
    GENERATE_CONTENT;

    /** The ways of asking: each request uses one. */
    public static final int ENDPOINTS = bits(CHAT, RESPONSES, MESSAGES, GENERATE_CONTENT);

    /** Two names of one bound: who rejects one is asked by the other. */
    public static final int SPELLINGS = bits(MAX_TOKENS, MAX_COMPLETION_TOKENS);

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is shown, e.g. {@code max_tokens}. */
    public String label() {
        return label;
    }

    /** Its place in a set. */
    @SuppressWarnings("EnumOrdinal")
    public int bit() {
        return 1 << ordinal();
    }

    /** A set of these. */
    public static int bits(Feature... features) {
        int bits = 0;
        for (Feature feature : features) {
            bits |= feature.bit();
        }
        return bits;
    }

    /** Those of a set. */
    public static Set<Feature> of(int bits) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : values()) {
            if ((bits & feature.bit()) != 0) {
                features.add(feature);
            }
        }
        return features;
    }

    /**
     * The one that a field of that name is about, in a request of any dialect or in a provider's complaint.
     *
     * @return its bit; 0: none
     */
    public static int named(String name) {
        return switch (name) {
            case "tools", "functions" -> TOOLS.bit();
            case "tool_choice", "function_call", "toolConfig", "tool_config" -> TOOL_CHOICE.bit();
            case "parallel_tool_calls" -> PARALLEL_TOOL_CALLS.bit();
            case "image", "image_url", "input_image" -> VISION.bit();
            case "input_audio" -> AUDIO.bit();
            case "response_format", "output_format", "json_schema", "responseSchema", "responseJsonSchema" ->
                JSON_SCHEMA.bit();
            case "temperature" -> TEMPERATURE.bit();
            case "top_p", "topP" -> TOP_P.bit();
            case "top_k", "topK" -> TOP_K.bit();
            case "frequency_penalty", "frequencyPenalty" -> FREQUENCY_PENALTY.bit();
            case "presence_penalty", "presencePenalty" -> PRESENCE_PENALTY.bit();
            case "stop", "stop_sequences", "stopSequences" -> STOP.bit();
            case "seed" -> SEED.bit();
            case "logprobs", "top_logprobs", "responseLogprobs" -> LOGPROBS.bit();
            case "logit_bias" -> LOGIT_BIAS.bit();
            case "n", "candidateCount" -> N.bit();
            case "max_tokens" -> MAX_TOKENS.bit();
            case "max_completion_tokens" -> MAX_COMPLETION_TOKENS.bit();
            case "reasoning", "reasoning_effort", "effort", "thinking", "enable_thinking", "thinkingConfig" ->
                REASONING.bit();
            case "verbosity" -> VERBOSITY.bit();
            case "service_tier" -> SERVICE_TIER.bit();
            case "store" -> STORE.bit();
            case "metadata" -> METADATA.bit();
            case "prediction" -> PREDICTION.bit();
            case "cache_control", "prompt_cache_key", "prompt_cache_retention" -> CACHE.bit();
            case "web_search_options" -> WEB_SEARCH.bit();
            default -> 0;
        };
    }
}
