package io.penstock.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant by what stands before the slash in LiteLLM's {@code model}
 * (<a href="https://docs.litellm.ai/docs/providers">its list</a>).
 *
 * @param table the provider's name in our table; empty for a server of its own that speaks OpenAI's chat
 * @param ours variables that the table's entry reads keys from
 * @param theirs variables that LiteLLM reads keys from where {@code api_key} is absent
 * @param address LiteLLM's variable for the base URL, where there is no usual one; else empty
 */
record Vendor(String table, List<String> ours, List<String> theirs, String address) {
    /** Names that the table has, or that are taken otherwise. */
    private static final Set<String> TAKEN = Set.of("azure-dated", "sim", "penstock", "auto");

    private static final Map<String, Vendor> BY_PREFIX = new TreeMap<>();

    static {
        put(simple("openai", "OPENAI_API_KEY"), "openai", "text-completion-openai");
        put(
                new Vendor(
                        "azure",
                        List.of("AZURE_OPENAI_API_KEY", "AZURE_API_KEY"),
                        List.of("AZURE_API_KEY"),
                        "AZURE_API_BASE"),
                "azure",
                "azure_text");
        put(simple("anthropic", "ANTHROPIC_API_KEY"), "anthropic", "anthropic_text");
        put(simple("gemini", "GEMINI_API_KEY", "GOOGLE_API_KEY"), "gemini");
        put(simple("vertex", "VERTEX_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN"), "vertex_ai", "vertex_ai_beta");
        put(simple("bedrock", "AWS_BEARER_TOKEN_BEDROCK"), "bedrock", "bedrock_converse");
        put(simple("groq", "GROQ_API_KEY"), "groq");
        put(two("together", "TOGETHER_API_KEY", "TOGETHERAI_API_KEY"), "together_ai");
        put(two("fireworks", "FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"), "fireworks_ai");
        put(simple("openrouter", "OPENROUTER_API_KEY"), "openrouter");
        put(simple("huggingface", "HF_TOKEN", "HUGGINGFACE_API_KEY"), "huggingface");
        put(new Vendor("ollama", List.of(), List.of("OLLAMA_API_KEY"), "OLLAMA_API_BASE"), "ollama", "ollama_chat");
        put(simple("qwen", "DASHSCOPE_API_KEY", "QWEN_API_KEY"), "dashscope");
        put(simple("deepseek", "DEEPSEEK_API_KEY"), "deepseek");
        put(simple("mistral", "MISTRAL_API_KEY"), "mistral");
        put(simple("xai", "XAI_API_KEY"), "xai");
        put(two("perplexity", "PERPLEXITY_API_KEY", "PERPLEXITYAI_API_KEY"), "perplexity");
        put(simple("cohere", "COHERE_API_KEY", "CO_API_KEY"), "cohere", "cohere_chat");
        put(simple("ai21", "AI21_API_KEY"), "ai21", "ai21_chat");
        put(simple("cerebras", "CEREBRAS_API_KEY"), "cerebras");
        put(
                new Vendor("vllm", List.of(), List.of("HOSTED_VLLM_API_KEY"), "HOSTED_VLLM_API_BASE"),
                "hosted_vllm",
                "vllm");
        put(
                new Vendor("litellm", List.of(), List.of("LITELLM_PROXY_API_KEY"), "LITELLM_PROXY_API_BASE"),
                "litellm_proxy");
        put(
                new Vendor("", List.of(), List.of(), ""),
                "custom_openai",
                "openai_like",
                "lm_studio",
                "llamafile",
                "xinference",
                "infinity",
                "nvidia_nim",
                "deepinfra",
                "sambanova",
                "moonshot",
                "nebius",
                "novita",
                "featherless_ai",
                "lambda_ai",
                "hyperbolic",
                "volcengine",
                "docker_model_runner");
    }

    private static void put(Vendor vendor, String... prefixes) {
        for (String prefix : prefixes) {
            BY_PREFIX.put(prefix, vendor);
        }
    }

    private static Vendor simple(String table, String... keys) {
        return new Vendor(table, List.of(keys), List.of(keys), "");
    }

    private static Vendor two(String table, String ours, String theirs) {
        return new Vendor(table, List.of(ours), List.of(theirs, ours), "");
    }

    /** {@code null} where the prefix is not known here. */
    static @Nullable Vendor of(String prefix) {
        return BY_PREFIX.get(prefix.toLowerCase(Locale.ROOT));
    }

    /** Whether a provider of this name is known already, or must not be. */
    static boolean isTaken(String name) {
        return TAKEN.contains(name) || BY_PREFIX.values().stream().anyMatch(vendor -> vendor.table.equals(name));
    }

    /** A server with an address of its own that speaks OpenAI's chat and nothing known beyond. */
    static Vendor server() {
        return new Vendor("", List.of(), List.of(), "");
    }

    /** Whom LiteLLM takes a model without a prefix to be of; {@code null} where that is not known here. */
    static @Nullable String prefixOf(String id) {
        record Family(String beginning, String prefix) {}
        List<Family> families = List.of(
                new Family("gpt-", "openai"),
                new Family("chatgpt-", "openai"),
                new Family("o1", "openai"),
                new Family("o3", "openai"),
                new Family("o4", "openai"),
                new Family("text-embedding-3", "openai"),
                new Family("text-embedding-ada", "openai"),
                new Family("dall-e", "openai"),
                new Family("whisper-", "openai"),
                new Family("tts-", "openai"),
                new Family("claude-", "anthropic"),
                new Family("gemini-", "vertex_ai"),
                new Family("command-", "cohere_chat"));
        return families.stream()
                .filter(family -> id.startsWith(family.beginning))
                .map(Family::prefix)
                .findFirst()
                .orElse(null);
    }

    /** Whether what a conf file has of it by default offers no models. */
    boolean offersNothing() {
        return List.of("azure", "openrouter", "litellm", "vllm", "ollama", "vertex")
                .contains(table);
    }

    /** Where a key is looked for, theirs first. */
    List<String> variables() {
        List<String> all = new ArrayList<>(theirs);
        ours.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return all;
    }
}
