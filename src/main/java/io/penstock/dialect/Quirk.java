package io.penstock.dialect;

/** How a provider's Chat Completions differ from OpenAI's, as far as a translated request must know. */
public enum Quirk {
    /** Knows {@code max_tokens} only, not {@code max_completion_tokens}. */
    MAX_TOKENS,
    /** Does not know {@code stream_options}, and reports a stream's usage unasked. */
    NO_STREAM_OPTIONS,
    /** Calls the seed {@code random_seed} (Mistral). */
    RANDOM_SEED,
    /** Calls a required tool choice {@code any} (Mistral). */
    TOOL_CHOICE_ANY,
    /** Takes tool call ids of nine letters and digits only (Mistral). */
    SHORT_TOOL_IDS,
    /** Wants earlier thoughts back as {@code reasoning_content} (DeepSeek). */
    REASONING_CONTENT,
    /** Wants earlier thoughts back as {@code reasoning} (Cerebras, Groq). */
    REASONING,
    /** Wants earlier thoughts back as {@code reasoning} and, with their seals, as {@code reasoning_details} (OpenRouter). */
    REASONING_DETAILS,
    /** Takes Anthropic's {@code cache_control} in parts and tools (OpenRouter, DashScope). */
    CACHE_CONTROL,
    /** Takes pictures as data URLs only. */
    NO_LINKS
}
