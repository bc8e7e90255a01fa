package io.penstock.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What deployments say of their models: windows, prices, capabilities. The first that says something of a model holds. */
final class Cards {
    private static final int POSITION = 1000;
    private static final int CONTEXT_TOKENS_MAX = 100_000_000;
    private static final int OUTPUT_TOKENS_MAX = 10_000_000;
    private static final int MILLION = 6;
    private static final int SCALE_MAX = 12;
    private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(10_000);

    private static final Map<String, String> PRICES = new LinkedHashMap<>();
    private static final Map<String, String> CAPABILITIES = new LinkedHashMap<>();
    /** Requests of more input than this cost more, by the end of LiteLLM's keys. */
    private static final Map<String, Integer> STEPS =
            Map.of("_above_128k_tokens", 128_000, "_above_200k_tokens", 200_000, "_above_272k_tokens", 272_000);

    static {
        PRICES.put("input_cost_per_token", "input");
        PRICES.put("cache_read_input_token_cost", "cached_input");
        PRICES.put("cache_creation_input_token_cost", "cache_write_5m");
        PRICES.put("cache_creation_input_token_cost_above_1hr", "cache_write_1h");
        PRICES.put("output_cost_per_token", "output");
        CAPABILITIES.put("supports_function_calling", "tools");
        CAPABILITIES.put("supports_vision", "vision");
        CAPABILITIES.put("supports_response_schema", "json_schema");
        CAPABILITIES.put("supports_reasoning", "reasoning");
        CAPABILITIES.put("supports_audio_input", "audio");
        CAPABILITIES.put("supports_audio_output", "audio");
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    void read(Entry params, Entry info, String provider, String id, @Nullable String mode) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        window(info, spec);
        capabilities(info, spec, mode);
        prices(params, info, spec);
        if (info.has("base_model")) {
            info.lost("base_model", "is not followed: say prices and window of the model itself");
        }
        others(params);
        others(info);
        Row row = new Row(Row.Kind.MODEL, provider, id, POSITION + rows.size(), spec, info.path());
        Row before = spec.isEmpty() ? null : rows.putIfAbsent(row.title(), row);
        if (before != null && !before.spec().equals(spec)) {
            info.findings()
                    .lost(
                            info.path(),
                            "says something else of " + row.title() + " than " + before.from() + ", which holds");
        }
    }

    private static void window(Entry info, ObjectNode spec) {
        Integer input = info.whole("max_input_tokens", CONTEXT_TOKENS_MAX);
        Integer output = info.whole("max_output_tokens", OUTPUT_TOKENS_MAX);
        Integer either = info.whole("max_tokens", OUTPUT_TOKENS_MAX);
        if (input != null) {
            spec.put("context_tokens", input);
        }
        if (output != null) {
            spec.put("output_tokens_max", output);
        } else if (either != null) {
            spec.put("output_tokens_max", either);
            info.changed("max_tokens", "is taken for the longest answer, as LiteLLM takes it");
        }
    }

    private static void capabilities(Entry info, ObjectNode spec, @Nullable String mode) {
        Set<String> words = new LinkedHashSet<>();
        CAPABILITIES.forEach((key, word) -> {
            if (info.flag(key)) {
                words.add(word);
            }
        });
        switch (mode == null ? "chat" : mode) {
            case "chat" -> {}
            case "responses" -> spec.put("responses_only", true);
            case "embedding" -> words.add("embeddings");
            case "image_generation", "image_edit" -> words.add("image");
            case "audio_transcription", "audio_speech" -> words.add("audio");
            default -> info.lost("mode", "is a kind of model that is not kept");
        }
        if (!words.isEmpty()) {
            ArrayNode list = spec.putArray("capabilities");
            words.forEach(list::add);
        }
    }

    private static void prices(Entry params, Entry info, ObjectNode spec) {
        ObjectNode plain = tier(params, info, "");
        ArrayNode tiers = JsonNodeFactory.instance.arrayNode();
        STEPS.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(step -> {
            ObjectNode above = tier(params, info, step.getKey());
            if (!above.isEmpty()) {
                tiers.add(JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>setAll(
                                Map.of("above_input_tokens", JsonNodeFactory.instance.numberNode(step.getValue())))
                        .setAll(above));
            }
        });
        if (!plain.isEmpty() && tiers.isEmpty()) {
            spec.set("prices", plain);
        } else if (!tiers.isEmpty()) {
            if (!plain.isEmpty()) {
                tiers.insert(0, plain);
            }
            spec.set("prices", tiers);
        }
    }

    private static ObjectNode tier(Entry params, Entry info, String end) {
        ObjectNode tier = JsonNodeFactory.instance.objectNode();
        PRICES.forEach((key, kind) -> {
            // LiteLLM lets what stands in litellm_params go before model_info.
            Entry from = params.has(key + end) ? params : info;
            BigDecimal price = perMillion(from, key + end);
            if (price != null) {
                tier.put(kind, price);
            }
        });
        return tier;
    }

    private static @Nullable BigDecimal perMillion(Entry from, String key) {
        BigDecimal perToken = from.number(key);
        if (perToken == null) {
            return null;
        }
        BigDecimal price = perToken.movePointRight(MILLION).stripTrailingZeros();
        if (price.signum() < 0 || price.compareTo(PRICE_MAX) > 0 || price.scale() > SCALE_MAX) {
            from.lost(key, "is no price of a token: it must lie between 0 and 0.01 dollars");
            return null;
        }
        return price.setScale(Math.max(0, price.scale()));
    }

    /** What LiteLLM also knows of models. */
    private static void others(Entry entry) {
        for (String key : entry.unasked()) {
            if (key.contains("cost")) {
                entry.lost(key, "is a kind of price that is not kept");
            } else if (key.startsWith("supports_")) {
                entry.lost(key, "is a capability that is not kept");
            }
        }
    }
}
