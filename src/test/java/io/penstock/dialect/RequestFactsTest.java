package io.penstock.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.Seeded;
import io.penstock.dialect.RequestFacts.Changes;
import io.penstock.routing.Prefill;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFactsTest {
    private static final ObjectMapper TREES =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\"} | {\"model\":\"t\"}",
                "{\"model\":\"m\",\"stream\":true} | {\"stream_options\":{\"include_usage\":true},\"model\":\"t\",\"stream\":true}",
                "{\"stream\":true,\"stream_options\":null,\"model\" :\t\"m\" } | {\"stream\":true,\"stream_options\":"
                        + "{\"include_usage\":true},\"model\" :\t\"t\" }",
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{}} | {\"model\":\"t\",\"stream\":true,\"stream_options\":"
                        + "{\"include_usage\":true}}",
                "{\"model\":\"m\",\"stream\":true,\"stream_options\": { \"x\" : 1.0 } } | {\"model\":\"t\",\"stream\":true,"
                        + "\"stream_options\": {\"include_usage\":true, \"x\" : 1.0 } }",
                "{\"stream_options\":{\"include_usage\": false },\"stream\":true,\"model\":\"m\"} | {\"stream_options\":"
                        + "{\"include_usage\": true },\"stream\":true,\"model\":\"t\"}",
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":null}} | {\"model\":\"t\",\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}} | {\"model\":\"t\",\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"m\",\"stream_options\":{}} | {\"model\":\"t\",\"stream_options\":{}}",
                "\uFEFF{\"model\":\"m\",\"stream\":true} | \uFEFF{\"stream_options\":{\"include_usage\":true},\"model\":\"t\",\"stream\":true}"
            })
    void changesTheModelAndAsksForUsage(String body, String expected) {
        assertThat(bodyFor(body, "t", true)).isEqualTo(expected);
    }

    @Test
    void isTheVerySameBufferWhereNothingChanges() {
        Buffer body = Buffer.buffer("{\"model\":\"m\",\"stream\":true}");
        RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);
        assertThat(facts.bodyFor(body, "m", false)).isSameAs(body);
    }

    @Test
    void writesAnyModelNameAsJson() {
        assertThat(bodyFor("{\"model\":\"m\"}", "a\"\\b\u65E5\uD83D\uDE00", true))
                .isEqualTo("{\"model\":\"a\\\"\\\\b\u65E5\uD83D\uDE00\"}");
    }

    @Test
    void changesNothingElseOfAnyBody() {
        Seeded.check(5_000, random -> {
            // Given
            String space = Seeded.oneOf(random, "", " ", "\n\t");
            List<String> members = members(random, space);
            Collections.shuffle(members, random);
            String body = space + "{" + String.join("," + space, members) + "}" + space;

            // When
            String spliced = bodyFor(body, "vendor/\u65E5", true);

            // Then
            ObjectNode expected = (ObjectNode) TREES.readTree(body);
            expected.put("model", "vendor/\u65E5");
            if (expected.path("stream").asBoolean()) {
                ObjectNode options = expected.path("stream_options") instanceof ObjectNode given
                        ? given
                        : expected.putObject("stream_options");
                options.put("include_usage", true);
            }
            assertThat(TREES.readTree(spliced)).as(body).isEqualTo(expected);
            assertThat(withoutWhatMayChange(spliced)).as(body).isEqualTo(withoutWhatMayChange(body));
        });
    }

    /** Strikes out the marked model and the usage option in each of the spellings the generator and the splice use. */
    private static String withoutWhatMayChange(String body) {
        return body.replaceFirst("\"m\\\\u00f6d\"|\"vendor/\u65E5\"", "#")
                .replaceFirst("(\"stream_options\"\\s*:\\s*)null", "$1{}")
                .replaceFirst("\"include_usage\"\\s*:\\s*(true|false|null),?", "")
                .replaceFirst("^(\\s*\\{)\"stream_options\":\\{},", "$1");
    }

    private static List<String> members(Random random, String space) {
        List<String> members = new ArrayList<>();
        members.add("\"model\"" + space + ":" + space + "\"m\\u00f6d\"");
        members.add(
                "\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":\\\"x\\\"}\u00E9\\n\\uD83D\\uDE00\"}]");
        members.add("\"temperature\":" + space + Seeded.oneOf(random, "1", "1.0", "0.70", "1e-3", "1E+2", "-0"));
        members.add("\"nested\":{\"model\":\"no\",\"stream\":true,\"stream_options\":{\"a\":[]}}");
        if (random.nextBoolean()) {
            members.add("\"stream\":" + space + Seeded.oneOf(random, "true", "true", "false", "null"));
        }
        if (random.nextBoolean()) {
            String others = Seeded.oneOf(random, "", "\"include_obfuscation\":false");
            String options = Seeded.oneOf(random, "null", "{" + others + "}", "{" + usage(random, space, others) + "}");
            members.add("\"stream_options\"" + space + ":" + space + options);
        }
        return members;
    }

    private static String usage(Random random, String space, String others) {
        String usage = "\"include_usage\"" + space + ":" + space + Seeded.oneOf(random, "true", "false", "null");
        return others.isEmpty() ? usage : usage + "," + others;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PLAIN | {\"model\":\"m\",\"messages\":[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"a \\\"b\"}]}",
                "PREFIX | {\"model\":\"m\",\"messages\":[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"a \\\"b\",\"prefix\":true}]}",
                "PARTIAL | {\"model\":\"m\",\"messages\":[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"a \\\"b\",\"partial\":true}]}",
                "CONTINUE | {\"continue_final_message\":true,\"add_generation_prompt\":false,\"model\":\"m\",\"messages\":[{\"role\":\"user\"},{\"role\":\"assistant\",\"content\":\"a \\\"b\"}]}"
            })
    void givesABegunAnswerAsTheLastMessage(Prefill how, String expected) {
        // Given
        Buffer body = Buffer.buffer("{\"model\":\"x\",\"messages\":[{\"role\":\"user\"}]}");
        RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);

        // When
        Buffer spliced = facts.bodyFor(body, "m", false, new Changes(new RequestFacts.Begun(how, "a \"b"), false));

        // Then
        assertThat(spliced).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\"} | false",
                "{\"model\":\"m\",\"messages\":[]} | false",
                "{\"model\":\"m\",\"messages\":7} | false",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]} | true",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\"},{\"content\":[{\"role\":\"assistant\"}],\"role\":\"tool\"} ]} | true",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"},{\"content\":\"a\",\"role\":\"assistant\"}]} | false",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"},7]} | false"
            })
    void knowsWhetherAMessageCanFollow(String body, boolean can) {
        assertThat(((RequestFacts) OpenAiRequests.read(Buffer.buffer(body))).conversationEnd() >= 0)
                .isEqualTo(can);
    }

    @ParameterizedTest
    @CsvSource({"1,true", "null,true", "2,false", "\"1\",true"})
    void knowsWhetherOneAnswerIsAskedFor(String n, boolean one) {
        String body = "{\"model\":\"m\",\"n\":" + n + "}";
        assertThat(((RequestFacts) OpenAiRequests.read(Buffer.buffer(body))).oneChoice())
                .isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"max_tokens\":5,\"model\":\"m\"} | {\"max_completion_tokens\":5,\"model\":\"t\"}",
                "{\"model\":\"m\", \"max_completion_tokens\" : 5 } | {\"model\":\"t\", \"max_tokens\":5 }",
                "\uFEFF{\"model\":\"m\",\"max_tokens\":5} | \uFEFF{\"model\":\"t\",\"max_completion_tokens\":5}",
                "{\"model\":\"m\",\"max\\u005ftokens\":5,\"x\":{\"max_tokens\":1}} | {\"model\":\"t\",\"max_completion_tokens\":5,\"x\":{\"max_tokens\":1}}",
                "{\"messages\":[{\"content\":\"max_tokens\"}],\"max_tokens\":  5,\"model\":\"m\"} | {\"messages\":[{\"content\":\"max_tokens\"}],\"max_completion_tokens\":5,\"model\":\"t\"}",
            })
    void writesTheBoundByItsOtherName(String text, String expected) {
        // Given
        Buffer body = Buffer.buffer(text);
        RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);
        // When
        Buffer spliced = facts.bodyFor(body, "t", false, new Changes(null, true));
        // Then
        assertThat(spliced).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"max_tokens\":5,\"max_completion_tokens\":null}",
                "{\"model\":\"m\",\"max_completion_tokens\":6,\"max_tokens\":5}",
                "{\"model\":\"m\",\"max_tokens\":5,\"max_tokens\":6}",
                "{\"model\":\"m\",\"x\":{\"max_tokens\":5}}",
            })
    void knowsNoBoundThatCouldBeRenamedWhereThereIsNotOne(String text) {
        // Given
        Buffer body = Buffer.buffer(text);
        RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);
        // Then
        assertThat(facts.bound()).isNull();
        assertThatThrownBy(() -> facts.bodyFor(body, "m", false, new Changes(null, true)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String bodyFor(String text, String model, boolean askForUsage) {
        Buffer body = Buffer.buffer(text);
        return ((RequestFacts) OpenAiRequests.read(body))
                .bodyFor(body, model, askForUsage)
                .toString();
    }
}
