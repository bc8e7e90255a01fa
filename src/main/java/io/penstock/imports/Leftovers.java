package io.penstock.imports;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a configuration says beside models and routing: nothing of it is carried over, each with where it belongs here. */
final class Leftovers {
    private static final String FILE = " in penstock.yaml";
    private static final String CALLBACKS = "calls nobody: calls are rows in llm_usage_logs and meters at /metrics";
    private static final String CACHE = "has no counterpart: answers are not cached";
    private static final String KEYS = "is a matter of access keys, which are not imported";
    private static final String DATABASE = "is not carried over: DATABASE_URL names Penstock's own database";
    private static final String ALERTS = "has no counterpart: nobody is alerted";
    private static final String COOLDOWN =
            "is set for the whole gateway: resilience.breaker and resilience.bench" + FILE;
    private static final String UNKNOWN = "is not known here";

    private static final Map<String, String> CLAUSES = new LinkedHashMap<>();

    static {
        put(
                CALLBACKS,
                "callbacks",
                "success_callback",
                "failure_callback",
                "service_callbacks",
                "callback_settings",
                "turn_off_message_logging",
                "redact_user_api_key_info",
                "langfuse_default_tags",
                "json_logs",
                "set_verbose",
                "store_prompts_in_spend_logs",
                "disable_spend_logs");
        put(CACHE, "cache", "cache_params", "cache_responses", "cache_kwargs", "caching_groups");
        put(
                KEYS,
                "master_key",
                "enable_jwt_auth",
                "litellm_jwtauth",
                "custom_auth",
                "key_management_system",
                "key_management_settings",
                "allowed_routes",
                "default_team_settings",
                "default_internal_user_params",
                "max_budget",
                "budget_duration",
                "upperbound_key_generate_params",
                "default_key_generate_params",
                "litellm_key_header_name",
                "public_routes",
                "admin_only_routes");
        put(
                DATABASE,
                "database_url",
                "database_connection_pool_limit",
                "database_connection_timeout",
                "database_type",
                "store_model_in_db",
                "allow_requests_on_db_unavailable");
        put(ALERTS, "alerting", "alerting_threshold", "alerting_args", "alert_types", "alert_to_webhook_url");
        put(COOLDOWN, "cooldown_time", "allowed_fails", "allowed_fails_policy", "disable_cooldowns");
        put(
                "needs no Redis: instances share PostgreSQL",
                "redis_host",
                "redis_port",
                "redis_password",
                "redis_url",
                "redis_db");
        put(
                "is set for the whole gateway: translation.drop_params" + FILE,
                "drop_params",
                "modify_params",
                "additional_drop_params");
        put(
                "is always done: a request too long for one model moves on",
                "enable_pre_call_checks",
                "enable_pre_call_check");
        put(
                "counts retries by kind, and rules count all attempts: see attempts_max",
                "retry_policy",
                "model_group_retry_policy",
                "retry_after",
                "max_fallbacks");
        put(
                "chooses nothing here",
                "enable_tag_filtering",
                "tag_filtering_match_any",
                "routing_strategy_args",
                "optional_pre_call_checks",
                "default_priority");
        put("is a default for requests, and none are kept: callers send it themselves", "default_litellm_params");
        put("is set for the whole gateway: limits" + FILE, "max_request_size_mb", "max_response_size_mb");
        put(
                "is set for the whole gateway: health.interval_seconds" + FILE,
                "background_health_checks",
                "health_check_interval");
        put(
                "is a limit, which has no place yet",
                "max_parallel_requests",
                "global_max_parallel_requests",
                "default_max_parallel_requests",
                "provider_budget_config");
        put(
                "is no part of this gateway",
                "guardrails",
                "mcp_servers",
                "mcp_aliases",
                "vector_store_registry",
                "pass_through_endpoints",
                "prompts",
                "search_tools",
                "agent_list");
        put(
                "was read for the models that this file names; what LiteLLM keeps in its database is not there",
                "model_list_in_db");
    }

    private Leftovers() {}

    private static void put(String clause, String... keys) {
        for (String key : keys) {
            CLAUSES.put(key, clause);
        }
    }

    /** Reports what is left of a section that was read before. */
    static void report(Entry section) {
        for (String key : section.unasked()) {
            section.lostIfThere(CLAUSES.getOrDefault(key, UNKNOWN), key);
        }
    }

    /** Variables that the file sets for LiteLLM's own process. */
    static void environment(Entry variables) {
        for (String name : variables.names()) {
            variables
                    .findings()
                    .set(variables.pathOf(name), "is set by the file, and not here: set it where it is needed");
        }
    }
}
