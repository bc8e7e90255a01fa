package io.penstock.routing;

/**
 * How a model is made to continue an answer whose beginning it is given as the last assistant message.
 */
public enum Prefill {
    /** It is not: a last assistant message is rejected, or answered instead of continued. */
    NONE,
    /** The message alone does it. */
    PLAIN,
    /** The message carries {@code "prefix": true} (DeepSeek's beta endpoint, Mistral). */
    PREFIX,
    /** The message carries {@code "partial": true} (Qwen, Moonshot). */
    PARTIAL,
    /** The request carries {@code "continue_final_message": true, "add_generation_prompt": false} (vLLM). */
    CONTINUE
}
