package io.penstock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.routing.Catalog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code model_list}: each deployment becomes a provider, a model of it where it says something of that, and a target. */
final class Deployments {
    private static final String UNKNOWN = "is not known here";
    private static final String DEFAULT = "is a default for requests, and none are kept: callers send it themselves";

    private static final String[] LIMITS = {
        "rpm",
        "tpm",
        "itpm",
        "otpm",
        "max_parallel_requests",
        "default_api_key_tpm_limit",
        "default_api_key_rpm_limit",
        "max_budget",
        "budget_duration"
    };
    private static final String[] REQUEST = {
        "temperature",
        "top_p",
        "top_k",
        "max_tokens",
        "max_completion_tokens",
        "seed",
        "stop",
        "n",
        "user",
        "presence_penalty",
        "frequency_penalty",
        "logit_bias",
        "response_format",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "reasoning_effort",
        "thinking",
        "stream",
        "extra_body",
        "dimensions",
        "encoding_format",
        "safety_settings",
        "metadata",
        "service_tier",
        "cache_control_injection_points"
    };

    private final Places places;
    private final Cards cards = new Cards();
    private final List<Deployment> deployments = new ArrayList<>();
    private final Map<String, JsonNode> credentials = new LinkedHashMap<>();
    private int count;
    private int leftOut;

    Deployments(Values values) {
        this.places = new Places(values);
    }

    /** Reads named credentials first, which deployments may refer to. */
    void read(Entry root) {
        for (Entry item : root.items("credential_list")) {
            String name = item.text("credential_name");
            item.has("credential_info");
            if (name == null) {
                item.lost("credential_name", "is missing");
            } else {
                credentials.put(name, item.value("credential_values"));
            }
            item.close(UNKNOWN);
        }
        root.items("model_list").forEach(this::item);
    }

    int count() {
        return count;
    }

    /** How many of them nothing is made of. */
    int leftOut() {
        return leftOut;
    }

    /** Those that serve single models, in the order of the file. */
    List<Deployment> all() {
        return List.copyOf(deployments);
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>(places.rows());
        rows.addAll(cards.rows());
        return rows;
    }

    private void item(Entry item) {
        count++;
        String group = item.text("model_name");
        Entry params = params(item.below("litellm_params"));
        Entry info = item.below("model_info");
        String model = params.text("model");
        if (group == null || model == null) {
            Entry lacking = group == null ? item : params;
            lacking.lost(group == null ? "model_name" : "model", "is missing: its deployment is left out");
            leftOut++;
            return;
        }
        if (group.length() > Catalog.MODEL_NAME_CHARS_MAX || model.length() > Catalog.MODEL_NAME_CHARS_MAX) {
            item.lost("model_name", "or its model has more than " + Catalog.MODEL_NAME_CHARS_MAX + " characters");
            leftOut++;
            return;
        }
        // Some write these beside litellm_params.
        item.lostIfThere("is a limit, which has no place yet", "rpm", "tpm");
        if (group.equals("*") && model.equals("*")) {
            item.changed("model_name", "lets any model through: callers write provider/model, which needs no rule");
            return;
        }
        carried(item, params, info, group, model);
        item.close(UNKNOWN);
    }

    private Entry params(Entry params) {
        String name = params.text("litellm_credential_name");
        if (name == null) {
            return params;
        }
        JsonNode values = credentials.get(name);
        if (values == null || !values.isObject()) {
            params.lost("litellm_credential_name", "names no credential of this file");
            return params;
        }
        return params.over(values);
    }

    private void carried(Entry item, Entry params, Entry info, String group, String model) {
        Spoken spoken = Spoken.of(params, model);
        String mode = info.text("mode");
        String provider = spoken == null ? null : places.place(params, spoken.vendor(), "embedding".equals(mode));
        if (spoken == null || provider == null) {
            leftOut++;
            return;
        }
        boolean wild = spoken.id().contains("*") || group.contains("*");
        if (wild) {
            wildcard(item, group, model, provider);
        } else {
            cards.read(params, info, provider, spoken.id(), mode);
            deployments.add(new Deployment(
                    item.path(),
                    group,
                    provider,
                    spoken.id(),
                    info.text("id"),
                    weights(params),
                    order(params),
                    Seconds.of(params)));
        }
        info.has("id");
        rest(params, info);
    }

    private static void wildcard(Entry item, String group, String model, String provider) {
        boolean same = group.equals(model) && group.startsWith(provider + "/");
        if (!same) {
            item.changed("model_name", "is open: callers write " + provider + "/ and the model, which needs no rule");
        }
    }

    private static Deployment.Weights weights(Entry params) {
        return new Deployment.Weights(positive(params, "weight"), positive(params, "rpm"), positive(params, "tpm"));
    }

    private static @Nullable BigDecimal positive(Entry params, String key) {
        BigDecimal number = params.number(key);
        if (number != null && number.signum() < 0) {
            params.lost(key, "is negative");
            return null;
        }
        return number;
    }

    private static @Nullable Integer order(Entry params) {
        return params.whole("order", 1_000);
    }

    private void rest(Entry params, Entry info) {
        params.lostIfThere("is a limit, which has no place yet", LIMITS);
        params.lostIfThere(DEFAULT, REQUEST);
        params.lostIfThere(
                "is for retries of one server, and rules count those of all: see num_retries",
                "max_retries",
                "num_retries");
        params.lostIfThere("chooses nothing here", "tags", "tag_regex");
        params.lostIfThere("is set for the whole gateway: resilience.bench in penstock.yaml", "cooldown_time");
        for (String key : List.of("drop_params", "additional_drop_params")) {
            if (params.has(key)) {
                params.changed(key, "is set for the whole gateway: translation.drop_params in penstock.yaml");
            }
        }
        info.lostIfThere(
                "is said of keys here, not of models", "access_groups", "team_id", "supported_environments", "tier");
        params.close(UNKNOWN);
        info.close(UNKNOWN);
    }
}
