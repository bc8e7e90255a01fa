package io.penstock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code router_settings} and {@code litellm_settings} say of all models; where both speak, the former holds. */
final class RouterWords {
    private static final String FALLBACKS = "fallbacks";
    private static final String WINDOW = "context_window_fallbacks";
    private static final String POLICY = "content_policy_fallbacks";
    private static final String ALL = "*";
    private static final int RETRIES_MAX = 100;

    /** Model names that lead on to others, each with where it says so. */
    final Map<String, List<Named>> fallbacks = new LinkedHashMap<>();

    final Map<String, List<Named>> windowFallbacks = new LinkedHashMap<>();
    final Map<String, List<Named>> policyFallbacks = new LinkedHashMap<>();
    final List<Named> defaults = new ArrayList<>();
    /** Other names of model names. */
    final Map<String, String> aliases = new LinkedHashMap<>();

    @Nullable
    Integer retries;

    @Nullable
    Integer answerSeconds;

    @Nullable
    Integer streamSeconds;

    Strategy strategy = Strategy.SHARE;

    /** How one of several deployments is chosen. */
    enum Strategy {
        /** By weights. */
        SHARE,
        /** The fastest. */
        FASTEST,
        /** The cheapest. */
        CHEAPEST
    }

    /**
     * A model somebody named.
     *
     * @param path where
     */
    record Named(String path, String name) {}

    /** Each section is asked for what it says of routing; the rest stays for {@link Leftovers}. */
    void read(Entry router, Entry litellm) {
        for (Entry section : List.of(router, litellm)) {
            leads(section, FALLBACKS, fallbacks);
            leads(section, WINDOW, windowFallbacks);
            leads(section, POLICY, policyFallbacks);
            if (defaults.isEmpty()) {
                defaults.addAll(names(section, "default_fallbacks"));
            }
            if (retries == null) {
                retries = retries(section);
            } else {
                section.lostIfThere("gives way to what router_settings says", "num_retries");
            }
        }
        List<Named> forAll = fallbacks.remove(ALL);
        if (forAll != null && defaults.isEmpty()) {
            defaults.addAll(forAll);
        }
        Seconds seconds = Seconds.of(router);
        answerSeconds = seconds.answer();
        streamSeconds = seconds.stream();
        if (answerSeconds == null) {
            answerSeconds = Seconds.read(litellm, "request_timeout", Seconds.ANSWER_MAX);
        } else {
            litellm.lostIfThere("gives way to what router_settings says", "request_timeout");
        }
        aliases(router);
        strategy(router);
    }

    private static @Nullable Integer retries(Entry section) {
        BigDecimal number = section.number("num_retries");
        if (number == null) {
            return null;
        }
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(RETRIES_MAX)) > 0) {
            section.lost("num_retries", "must lie between 0 and " + RETRIES_MAX);
            return null;
        }
        return number.intValue();
    }

    /** A list of mappings from one name to several. */
    private static void leads(Entry section, String key, Map<String, List<Named>> into) {
        for (Entry item : section.items(key)) {
            for (String from : item.names()) {
                List<Named> named = names(item, from);
                if (!named.isEmpty()) {
                    into.putIfAbsent(from, named);
                }
            }
        }
    }

    private static List<Named> names(Entry entry, String key) {
        List<Named> names = new ArrayList<>();
        for (JsonNode item : entry.list(key)) {
            String path = entry.pathOf(key) + "[" + names.size() + "]";
            if (item.isTextual()) {
                names.add(new Named(path, item.textValue()));
            } else {
                entry.findings().lost(path, "is no name of a model: fallbacks with messages of their own are not kept");
            }
        }
        return names;
    }

    private void aliases(Entry router) {
        Entry below = router.below("model_group_alias");
        for (String alias : below.names()) {
            JsonNode value = below.value(alias);
            String target = value.isObject() ? value.path("model").asText("") : value.asText("");
            if (value.path("hidden").asBoolean()) {
                below.changed(alias, "is hidden in LiteLLM and listed here");
            }
            aliases.put(alias, target);
        }
    }

    private void strategy(Entry router) {
        String key = "routing_strategy";
        String word = router.text(key);
        switch (word == null ? "simple-shuffle" : word) {
            case "simple-shuffle" -> {}
            case "latency-based-routing" -> strategy = Strategy.FASTEST;
            case "cost-based-routing" -> strategy = Strategy.CHEAPEST;
            case "least-busy", "usage-based-routing", "usage-based-routing-v2" ->
                router.changed(key, "becomes shares by weight: load and limits are not what is chosen by");
            default -> router.lost(key, "is no strategy that is known here: calls are shared by weight");
        }
    }
}
