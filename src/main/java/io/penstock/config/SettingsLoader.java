package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.routing.Rule;
import io.penstock.routing.Traits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the settings: {@code PENSTOCK_CONFIG}, else {@code conf/penstock.yaml} in the working directory, else the copy
 * inside the jar; then the environment's overrides. A file without {@code providers} has the shipped ones.
 */
public final class SettingsLoader {
    private static final String SHIPPED = "conf/penstock.yaml";

    private final Variables variables;

    public SettingsLoader(Map<String, String> environment) {
        this.variables = new Variables(environment);
    }

    /** @throws SettingsException whose message is one sentence that names file, key and cure */
    public Settings load() {
        String named = variables.get("PENSTOCK_CONFIG");
        Path file = Path.of(named == null ? SHIPPED : named);
        if (named != null && !Files.isRegularFile(file)) {
            throw SettingsException.located(
                    "PENSTOCK_CONFIG",
                    "names " + file.toAbsolutePath() + ", which is no file: write it or unset the variable");
        }
        SourceFiles files = SourceFiles.none().and(file.toAbsolutePath());
        boolean own = Files.isRegularFile(file);
        String label = own ? file.toAbsolutePath().normalize().toString() : "the built-in " + SHIPPED;
        try {
            return settings(label, files, own ? YamlText.read(file) : YamlText.shipped(SHIPPED));
        } catch (SettingsException e) {
            throw e.located() ? e : SettingsException.located(label + ": " + e.key(), e.clause());
        }
    }

    static ProviderTable table() {
        return new ProviderTable(YamlText.shipped("io/penstock/config/providers.yaml"));
    }

    /** The configuration that travels with the program. */
    static JsonNode shipped() {
        return YamlText.shipped(SHIPPED);
    }

    private Settings settings(String label, SourceFiles files, JsonNode node) {
        Section root = Section.root(node);
        Settings.Server server = root.section("server").read(this::server);
        Settings.Limits limits = root.section("limits").read(SettingsLoader::limits);
        Settings.Timeouts timeouts = root.section("timeouts").read(SettingsLoader::timeouts);
        Settings.Resilience resilience = root.section("resilience").read(SettingsLoader::resilience);
        Settings.Upstream upstream = root.section("upstream").read(SettingsLoader::upstream);
        Settings.Usage usage = root.section("usage").read(SettingsLoader::usage);
        Settings.Health health = root.section("health").read(this::health);
        boolean simulator = root.section("simulator").read(s -> s.flag("enabled", true));
        boolean dropParams = root.section("translation").read(s -> s.flag("drop_params", false));
        boolean metadata = root.section("answers").read(s -> s.flag("metadata", true));
        ModelsFile modelsFile = new ModelsFile(variables, root.optionalText(ModelsFile.SETTING));
        SourceFiles all = modelsFile.sources(files);
        ShippedCatalog shipped = ShippedCatalog.of(root, providers(root), modelsFile.load(label));
        CatalogReader catalog = catalog(shipped, resilience.defaults(timeouts), timeouts.traits(), simulator, all);
        CatalogReader.Read written = catalog.read(catalog.shipped());
        Settings settings = new Settings(
                label,
                server,
                limits,
                timeouts,
                resilience,
                upstream,
                usage,
                health,
                simulator,
                dropParams,
                metadata,
                written.providers(),
                written.policy(),
                catalog,
                variables.environment());
        root.close();
        return settings;
    }

    private CatalogReader catalog(
            ShippedCatalog shipped, Rule rule, Traits traits, boolean simulator, SourceFiles files) {
        ProviderTable table = table();
        NameableVariables nameable =
                new NameableVariables(table, shipped.document().providers());
        return new CatalogReader(
                new CatalogReading.Ground(variables, table, nameable, shipped, rule, traits, simulator),
                files,
                this::load);
    }

    private Settings.Server server(Section s) {
        return new Settings.Server(
                variables.text("PENSTOCK_HOST", s.text("host", "127.0.0.1")),
                variables.integer("PORT", s.integer("port", 8080), 0, 65_535),
                s.integer("event_loops", 0),
                s.integer("idle_connection_seconds", 75),
                s.integer("drain_seconds", 30),
                s.text("transport", "auto"),
                s.has("tls") ? s.section("tls").read(SettingsLoader::tls) : null);
    }

    private static Settings.Tls tls(Section s) {
        return new Settings.Tls(s.integer("port", 8443), s.text("certificate", ""), s.text("key", ""));
    }

    private static Settings.Limits limits(Section s) {
        return new Settings.Limits(
                s.integer("body_bytes_max", 32 << 20),
                s.integer("held_bytes_max", 0),
                s.integer("upload_bytes_max", 100 << 20),
                s.integer("answer_bytes_max", 8 << 20),
                s.integer("event_bytes_max", 1 << 20));
    }

    private static Settings.Timeouts timeouts(Section s) {
        return new Settings.Timeouts(
                s.integer("receive_seconds", 60),
                s.integer("connect_millis", 5_000),
                s.integer("headers_seconds", 15),
                s.integer("first_token_seconds", 120),
                s.integer("answer_seconds", 900),
                s.integer("idle_seconds", 20),
                s.integer("heartbeat_seconds", 15),
                s.integer("stalled_reader_seconds", 600));
    }

    private static Settings.Resilience resilience(Section s) {
        return new Settings.Resilience(
                s.integer("attempts_max", 3),
                s.integer("hedge_after_seconds", 10),
                s.integer("hedge_answer_seconds", 60),
                s.flag("rescue", true),
                s.flag("reroute_filtered", false),
                s.integer("waiting_calls_max", 1_000),
                s.integer("rescue_text_bytes_max", 256 << 10),
                s.integer("rescue_body_bytes_max", 1 << 20),
                s.section("breaker").read(SettingsLoader::breaker),
                s.section("bench").read(SettingsLoader::bench));
    }

    private static BreakerSettings breaker(Section s) {
        return new BreakerSettings(
                s.integer("window_seconds", 30),
                s.integer("outcomes_min", 10),
                s.integer("failure_percent", 50),
                s.integer("streak", 5),
                s.integer("open_seconds", 5),
                s.integer("open_seconds_max", 60));
    }

    private static BenchSettings bench(Section s) {
        return new BenchSettings(
                s.integer("rate_limit_seconds_min", 1),
                s.integer("rate_limit_seconds_max", 60),
                s.integer("key_seconds", 1_800),
                s.integer("model_seconds", 60),
                s.integer("trial_seconds", 60));
    }

    private static Settings.Upstream upstream(Section s) {
        return new Settings.Upstream(
                s.integer("connections_max", 1_024),
                s.integer("waiting_calls_max", 1_024),
                s.integer("idle_connection_seconds", 60),
                s.integer("connection_seconds_max", 300),
                s.optionalText("ca_file"));
    }

    private static Settings.Usage usage(Section s) {
        return new Settings.Usage(
                s.integer("rows_max", 200_000), s.integer("batch_rows_max", 1_000), s.integer("flush_millis", 250));
    }

    private Settings.Health health(Section s) {
        return new Settings.Health(
                variables.integer("LLM_HEALTH_CHECK_INTERVAL", s.integer("interval_seconds", 300), 1, 86_400),
                s.integer("timeout_seconds", 10));
    }

    private static Section providers(Section root) {
        return root.has("providers")
                ? root.section("providers")
                : Section.root(shipped()).section("providers");
    }
}
