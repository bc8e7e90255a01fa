package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.Seeded;
import io.penstock.provider.Provider;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as nobody would write them: whatever stands in one, the others are served. */
class RandomRowsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String[] PROVIDER_KEYS = {
        "models", "base_url", "key_env", "token_env", "keyless", "like", "dialect", "paths", "openai_paths",
                "base_url_end",
        "home", "host_port", "auth", "region", "headers", "pass_headers", "quirks", "stream_usage", "check",
                "check_field",
        "check_proves_key", "list", "headers_seconds", "idle_seconds", "x"
    };
    private static final String[] MODEL_KEYS = {
        "aliases", "context_tokens", "output_tokens_max", "prices", "capabilities", "responses_only",
                "tools_need_responses",
        "offered", "shutdown", "successor", "source", "source_date", "id", "x"
    };
    private static final String[] RULE_KEYS = {
        "models",
        "fallbacks",
        "attempts_max",
        "first_token_seconds",
        "answer_seconds",
        "hedge",
        "hedge_after_seconds",
        "rescue",
        "reroute_filtered",
        "name",
        "x"
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "*",
        "a*b",
        "chat",
        "bearer",
        "google",
        "aws",
        "none",
        "http://h/v1",
        "https://[::1",
        "http://h:99999",
        "http://a b",
        "${HOME}",
        "${",
        "${A|}",
        "${X_API_KEY:-http://h}",
        "GET /x",
        "/x",
        "openai",
        "tools",
        "2026-02-30",
        "\u0000",
        "\uD800",
        "MY_API_KEY",
        "\\",
        "$1",
        "http://h/${X_API_KEY}",
        "0",
        "//",
        "http://%zz",
        "up/m"
    };

    @TempDir
    private Path folder;

    @Test
    void neverKeepTheOthersFromBeingServed() throws Exception {
        CatalogReader reader = new Loading(folder, """
                providers: {up: {base_url: "http://h", keyless: true, models: [m]}}
                rules: [{name: mine, models: [m]}]
                """)
                .with("X_API_KEY", "sk-x y\u00e9")
                .settings()
                .catalog();
        Seeded.check(1_500, random -> {
            // Given
            CatalogDocument document = reader.shipped();
            for (int row = 0; row < 3; row++) {
                document = document.with(CatalogKind.PROVIDER, "p" + row, spec(random, PROVIDER_KEYS))
                        .with(CatalogKind.MODEL, "up/n" + row, spec(random, MODEL_KEYS))
                        .with(CatalogKind.RULE, "r" + row, spec(random, RULE_KEYS));
            }

            // When
            CatalogReader.Usable usable = reader.usable(document, Withheld.NOTHING, reader.shipped());

            // Then
            assertThat(usable.read().providers()).extracting(Provider::name).contains("up");
            assertThat(usable.read().policy().rules()).isNotEmpty();
            assertThat(reader.read(usable.used())).isEqualTo(usable.read());
            for (CatalogKind kind : CatalogKind.values()) {
                long refused = usable.refused().stream()
                        .filter(row -> row.kind() == kind)
                        .count();
                assertThat(usable.used().rows(kind).size() + refused)
                        .isEqualTo(document.rows(kind).size());
            }
        });
    }

    private static ObjectNode spec(Random random, String[] keys) {
        ObjectNode spec = JSON.objectNode();
        if (random.nextBoolean()) {
            spec.put("base_url", "http://h").put("keyless", true);
            spec.remove(keys == PROVIDER_KEYS ? List.of() : List.of("base_url", "keyless"));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            spec.set(Seeded.oneOf(random, keys), value(random, 0));
        }
        return spec;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt(-2, 100));
            case 3 ->
                JSON.numberNode(
                        new BigDecimal(Seeded.oneOf(random, "1e400", "-0.1", "1e-400", "99999999999999999999")));
            case 4 -> JSON.textNode(Seeded.oneOf(random, TEXTS));
            case 5 -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            case 6 -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(Seeded.oneOf(random, TEXTS));
                }
                yield list;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set(
                            Seeded.oneOf(random, "input", "output", "chat", "responses", "x", "", "x-a", "from", "a.b"),
                            value(random, depth + 1));
                }
                yield object;
            }
        };
    }
}
