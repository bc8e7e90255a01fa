package io.penstock.dialect;

import io.penstock.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes streams of chunks that are mostly alike: other words in the same places, and now and then another key, another
 * order, another spacing, a finish, a usage, an error or a broken byte.
 */
final class ChunkStreams {
    private static final String[] WORDS = {
        "Hel",
        "lo",
        "",
        "",
        " ",
        "usage",
        "finish_reason",
        "error",
        "choices",
        "content",
        "stop",
        "null",
        "a".repeat(70),
        "\\\"",
        "\\\\",
        "\\\\\\\\",
        "x\\\\",
        "\\\\\\\"",
        "\\u0022",
        "\\n",
        "\\\"usage",
        "\\\"error",
        "\\\"finish_reason",
        "\\\"finish_reason\\\":\\\"stop\\\"",
        "\\\"usage\\\":{\\\"prompt_tokens\\\":9}",
        "{\\\"error\\\":{}}",
        ",",
        ":",
        "\u00E9",
        "\u65E5\u672C",
        "\uD83D\uDE00",
        "[DONE]",
        "data: ",
        "}",
        "]",
        "1"
    };
    private static final String[] NUMBERS = {
        "0", "1", "7", "12", "1763600000", "-1", "-0.5", "1e9", "2.5E-3", "99999999999999999999"
    };
    private static final String[] ODD_USAGES = {"null", "{}", "\"none\"", "[]", "5"};

    private final Random random;
    private final String[] spacing;
    private final String finish;
    private final String deltaKey;
    private final boolean withUsage;
    private final boolean countsAlways;
    private final boolean withObfuscation;

    ChunkStreams(Random random) {
        this.random = random;
        this.spacing =
                Seeded.oneOf(random, new String[] {":", ","}, new String[] {": ", ", "}, new String[] {" : ", " ,\n "});
        this.finish = Seeded.oneOf(random, "null", "null", "\"\"", "0");
        this.deltaKey = Seeded.oneOf(random, "content", "content", "reasoning_content", "refusal", "text");
        this.withUsage = random.nextBoolean();
        this.countsAlways = rarely(4);
        this.withObfuscation = random.nextBoolean();
    }

    List<String> next() {
        List<String> events = new ArrayList<>();
        int count = 2 + random.nextInt(25);
        for (int i = 0; i < count; i++) {
            events.add(rarely(60) ? "[DONE]" : broken(chunk(i == 0)));
        }
        return events;
    }

    private String chunk(boolean first) {
        List<String> members = new ArrayList<>();
        members.add(member("id", string()));
        members.add(member("object", "\"chat.completion.chunk\""));
        members.add(member("created", number()));
        members.add(
                member("choices", rarely(12) ? Seeded.oneOf(random, "[]", "[ ]", "null") : "[" + choice(first) + "]"));
        if (withUsage != rarely(15)) {
            members.add(member("usage", countsAlways || rarely(6) ? usage() : "null"));
        }
        if (withObfuscation != rarely(20)) {
            members.add(member("obfuscation", string()));
        }
        if (rarely(20)) {
            members.add(member(
                    "error",
                    Seeded.oneOf(random, "null", string(), number(), "{" + member("message", string()) + "}")));
        }
        return object(members);
    }

    private String choice(boolean first) {
        List<String> members = new ArrayList<>();
        members.add(member("index", rarely(8) ? number() : "0"));
        members.add(member("delta", delta(first)));
        members.add(member("finish_reason", rarely(12) ? string() : finish));
        if (rarely(15)) {
            members.add(member(Seeded.oneOf(random, "usage", "error", "logprobs"), usage()));
        }
        return object(members);
    }

    private String delta(boolean first) {
        if (first) {
            return object(new ArrayList<>(List.of(member("role", "\"assistant\""), member(deltaKey, "\"\""))));
        }
        if (rarely(10)) {
            return Seeded.oneOf(
                    random, "{}", "{" + member("tool_calls", "[{" + member("index", number()) + "}]") + "}");
        }
        return "{" + member(rarely(15) ? Seeded.oneOf(random, "content", "usage", "error") : deltaKey, string()) + "}";
    }

    private String object(List<String> members) {
        if (rarely(15)) {
            Collections.shuffle(members, random);
        }
        return "{" + String.join(spacing[1], members) + "}";
    }

    private String member(String key, String value) {
        return "\"" + key + "\"" + spacing[0] + value + (rarely(60) ? " " : "");
    }

    private String string() {
        int words = random.nextInt(4);
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < words; i++) {
            text.append(Seeded.oneOf(random, WORDS));
        }
        return text.append('"').toString();
    }

    private String usage() {
        if (rarely(4)) {
            return Seeded.oneOf(random, ODD_USAGES);
        }
        String details = "{" + member("cached_tokens", number()) + "}";
        return "{" + member("prompt_tokens", number()) + spacing[1] + member("prompt_tokens_details", details) + "}";
    }

    private String number() {
        return Seeded.oneOf(random, NUMBERS);
    }

    /** Providers also send what is no JSON: a byte less, a byte more, an end too early. */
    private String broken(String chunk) {
        int at = random.nextInt(chunk.length());
        return switch (random.nextInt(40)) {
            case 0 -> chunk.substring(0, at);
            case 1 -> chunk.substring(0, at) + chunk.substring(at + 1);
            case 2 ->
                chunk.substring(0, at)
                        + Seeded.oneOf(random, "\"", "\\", ":", ",", " ", "1", "}")
                        + chunk.substring(at);
            default -> chunk;
        };
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
