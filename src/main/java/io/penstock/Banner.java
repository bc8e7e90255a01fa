package io.penstock;

import io.penstock.config.Settings;
import io.penstock.provider.Provider;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said once everything runs: where, with what, and lines to paste. Holds the first keys, so it is never logged. */
final class Banner {
    /** Stands for a key that was shown at an earlier start. */
    private static final String FORGOTTEN = "pk-...";

    private final Gateway.Started started;
    private final double seconds;

    Banner(Gateway.Started started, double seconds) {
        this.started = started;
        this.seconds = seconds;
    }

    String text() {
        Settings.Server server = started.settings().server();
        String url = "http://" + reachable(server.host()) + ":" + started.port();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%nPenstock %s, ready in %.1f s (%s, %d event loops)%n%n",
                Version.text(), seconds, started.transport(), started.eventLoops()));
        line(text, "API", url + "/v1");
        if (server.tls() != null) {
            line(text, "TLS", "https on port " + server.tls().port());
        }
        line(text, "Operations", url + "/health   " + url + "/metrics");
        line(text, "Database", started.database());
        line(text, "Settings", started.settings().file());
        line(text, "Providers", usable());
        line(text, "No key for", keyless());
        keys(text);
        boolean known = !clientKey().equals(FORGOTTEN);
        text.append(
                String.format("%n%s%n%n", known ? "Try it:" : "Try it, with your client key for " + FORGOTTEN + ":"));
        text.append(String.format("  export OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=%s%n", url, clientKey()));
        text.append(String.format(
                "  curl -N $OPENAI_BASE_URL/chat/completions -H \"Authorization: Bearer $OPENAI_API_KEY\" \\%n"));
        text.append(String.format("    -H 'Content-Type: application/json' \\%n"));
        text.append(String.format(
                "    -d '{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'%n",
                model()));
        text.append(String.format("%nCtrl-C drains open calls and stops everything.%n"));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-11s %s%n", name, value));
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    private String usable() {
        String names = started.providers().stream()
                .filter(Provider::usable)
                .map(provider -> provider.name()
                        + (provider.keys().size() > 1 ? " (" + provider.keys().size() + " keys)" : ""))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none: set a provider's key, e.g. OPENAI_API_KEY, and start again" : names;
    }

    private String keyless() {
        List<String> names = started.providers().stream()
                .filter(provider -> !provider.usable())
                .map(Provider::name)
                .toList();
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    private void keys(StringBuilder text) {
        String admin = started.keys().adminKey();
        String client = started.keys().clientKey();
        if (admin == null && client == null) {
            boolean preset = started.settings().environment().apiKey() != null;
            line(
                    text,
                    "Keys",
                    preset
                            ? "the one in PENSTOCK_API_KEY, and those of earlier starts"
                            : "those of the first start; PENSTOCK_API_KEY=... at a start adds another client key");
            return;
        }
        text.append(String.format("%n  Shown once, keep them:%n"));
        key(text, "admin key", admin);
        key(text, "client key", client);
    }

    private static void key(StringBuilder text, String name, @Nullable String clear) {
        if (clear != null) {
            line(text, name, clear);
        }
    }

    private String clientKey() {
        String made = started.keys().clientKey();
        String preset = started.settings().environment().apiKey() == null ? FORGOTTEN : "\"$PENSTOCK_API_KEY\"";
        return made == null ? preset : made;
    }

    private String model() {
        boolean simulated = started.providers().stream()
                .anyMatch(provider -> provider.name().equals("sim"));
        return simulated ? "sim-fast" : "gpt-6-luna";
    }
}
