package io.penstock.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.routing.Feature;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request asks of whoever answers it, as it stands in each dialect. */
class RequestNeedsTest {
    private static RequestFacts read(String members) {
        return (RequestFacts) OpenAiRequests.readConversation(Buffer.buffer("{\"model\":\"m\"," + members + "}"));
    }

    private static RequestFacts readGoogles(String members) {
        return RequestFacts.inPath("m", true, Buffer.buffer("{" + members + "}"));
    }

    private static String said(Needs needs) {
        String said = (needs.has(Feature.TOOLS) ? " tools" : "")
                + (needs.has(Feature.VISION) ? " vision" : "")
                + (needs.has(Feature.AUDIO) ? " audio" : "")
                + (needs.has(Feature.JSON_SCHEMA) ? " schema" : "")
                + (needs.outputTokensMax() == 0 ? "" : " " + needs.outputTokensMax());
        return said.strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"messages\":[{\"role\":\"user\",\"content\":\"image_url input_audio tools json_schema\"}] | ``",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"}}]}] | vision",
                "\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"},\"type\":\"image_url\"}],\"role\":\"user\"},{\"role\":\"user\",\"content\":\"and?\"}] | vision",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}]}] | audio",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,AAAA\"}}]}] | ``",
                "\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"image\",\"arguments\":\"{\\\"type\\\":\\\"image_url\\\"}\"}}]}] | ``",
                "\"messages\":{\"content\":[{\"type\":\"image_url\"}]} | ``",
                "\"messages\":[[{\"content\":[{\"type\":\"image_url\"}]}],7,null] | ``",
                "\"messages\":[],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}] | tools",
                "\"messages\":[],\"functions\":[{\"name\":\"f\"}] | tools",
                "\"messages\":[],\"tools\":[],\"functions\":null | ``",
                "\"messages\":[],\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{}}} | schema",
                "\"messages\":[],\"response_format\":{\"json_schema\":{\"type\":\"x\"},\"type\":\"json_schema\"} | schema",
                "\"messages\":[],\"response_format\":{\"type\":\"json_object\"} | ``",
                "\"messages\":[],\"response_format\":\"json_schema\" | ``",
                "\"messages\":[],\"response_format\":[{\"type\":\"json_schema\"}] | ``",
                "\"messages\":[],\"max_tokens\":100 | 100",
                "\"messages\":[],\"max_completion_tokens\":0 | ``",
                "\"messages\":[],\"max_tokens\":100,\"max_completion_tokens\":4096 | 4096",
                "\"messages\":[],\"max_tokens\":12345678901234567890 | 2147483647",
                "\"messages\":[],\"max_tokens\":-5 | ``",
                "\"messages\":[],\"max_tokens\":-12345678901 | ``",
                "\"messages\":[],\"max_tokens\":1e3 | ``",
                "\"messages\":[],\"max_tokens\":null | ``",
                "\"messages\":[],\"max_tokens\":\"100\" | ``",
                "\"messages\":[],\"max_tokens\":{\"max_tokens\":[5]} | ``",
            })
    void standInChatCompletions(String members, String expected) {
        assertThat(said(read(members).needs())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"input\":\"input_image\" | ``",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"},{\"type\":\"input_image\",\"image_url\":\"https://a/b.png\"}]}] | vision",
                "\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{}}]}] | audio",
                "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}] | vision",
                "\"input\":[{\"type\":\"computer_call_output\",\"output\":{\"type\":\"computer_screenshot\",\"image_url\":\"data:image/png;base64,AA\"}}] | vision",
                "\"input\":[{\"type\":\"function_call\",\"arguments\":\"{}\",\"name\":\"image\"},{\"type\":\"reasoning\",\"summary\":[{\"type\":\"image\"}]}] | ``",
                "\"input\":\"x\",\"text\":{\"verbosity\":\"low\",\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{}}} | schema",
                "\"input\":\"x\",\"text\":{\"format\":{\"type\":\"text\"}} | ``",
                "\"input\":\"x\",\"text\":{\"format\":null},\"max_output_tokens\":77 | 77",
                "\"input\":\"x\",\"text\":[{\"format\":{\"type\":\"json_schema\"}}] | ``",
                "\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}] | tools",
            })
    void standInResponses(String members, String expected) {
        assertThat(said(read(members).needs())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"image\"}]}] | 10",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}}]}] | vision",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"image\",\"source\":{}}]}]}] | vision",
                "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"type\":\"image\",\"content\":[{\"type\":\"image\"}]}}]}] | ``",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\"}}]}] | ``",
                "\"messages\":[],\"tools\":[{\"name\":\"f\",\"input_schema\":{}}] | tools",
                "\"messages\":[],\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{}}} | schema",
                "\"messages\":[],\"output_format\":{\"type\":\"json_schema\",\"schema\":{}} | schema",
                "\"messages\":[],\"output_config\":{\"effort\":\"low\"} | ``",
            })
    void standInMessages(String members, String expected) {
        assertThat(said(read(members).needs())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\\\"tools\\\":[1] inlineData\"}]}] | ``",
                "\"contents\":[{\"parts\":[{\"text\":\"Hi\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AAAA\"}}]}] | vision",
                "\"contents\":[{\"parts\":[{\"inline_data\":{\"data\":\"AAAA\",\"mime_type\":\"image/jpeg\"}}]}] | vision",
                "\"contents\":[{\"parts\":[{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"u\"}}]}] | vision",
                "\"contents\":[{\"parts\":[{\"file_data\":{\"mime_type\":\"audio/wav\",\"file_uri\":\"u\"}}]}] | audio",
                "\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"AAAA\"}},{\"inlineData\":null}]}] | ``",
                "\"contents\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"}}]} | vision",
                "\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"inlineData\":{\"mimeType\":\"image/png\"}}}}]}] | ``",
                "\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"}}]}}]}] | vision",
                "\"contents\":[{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"}}]}}}]}] | ``",
                "\"contents\":[],\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]}] | tools",
                "\"contents\":[],\"tools\":[] | ``",
                "\"contents\":[],\"generationConfig\":{\"maxOutputTokens\":1024,\"responseJsonSchema\":{}} | schema 1024",
                "\"contents\":[],\"generation_config\":{\"max_output_tokens\":5,\"response_schema\":{\"type\":\"OBJECT\"}} | schema 5",
                "\"contents\":[],\"generationConfig\":{\"responseSchema\":null,\"responseMimeType\":\"application/json\"} | ``",
                "\"contents\":[],\"generationConfig\":[7],\"model\":5,\"stream\":\"x\" | ``",
                "\"contents\":[],\"tools\":[1],\"x\": | tools",
            })
    void standInGoogles(String members, String expected) {
        // When
        RequestFacts facts = readGoogles(members);
        // Then
        assertThat(said(facts.needs())).isEqualTo(expected);
        assertThat(facts.model()).isEqualTo("m");
        assertThat(facts.stream()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "[]", "nonsense", "\uFEFF{}", "{\"contents\":[{\"parts\":[{\"inlineData\""})
    void areNoneOfABodyThatIsNoRequest(String body) {
        assertThat(said(RequestFacts.inPath("m", false, Buffer.buffer(body)).needs()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"temperature\":0.7,\"top_p\":1.0,\"n\":1,\"seed\":7 | temperature seed",
                "\"temperature\":1,\"frequency_penalty\":0.0,\"presence_penalty\":0.5,\"stop\":null | presence_penalty",
                "\"parallel_tool_calls\":true,\"store\":false,\"logprobs\":true,\"tool_choice\":\"auto\" | logprobs",
                "\"parallel_tool_calls\":false,\"store\":true,\"tool_choice\":{\"type\":\"function\"} | tool_choice parallel_tool_calls store",
                "\"max_tokens\":5,\"reasoning_effort\":\"low\",\"tools\":[] | max_tokens reasoning",
                "\"max_completion_tokens\":5,\"metadata\":{\"temperature\":2},\"x\":{\"seed\":1} | max_completion_tokens metadata",
                "\"input\":\"x\",\"text\":{\"verbosity\":\"low\"},\"reasoning\":{\"effort\":\"low\"} | reasoning verbosity",
                "\"thinking\":{\"type\":\"adaptive\"},\"top_k\":5,\"stop_sequences\":[\"a\"],\"service_tier\":\"auto\" | top_k stop reasoning service_tier",
                "\"generationConfig\":{\"topK\":3,\"temperature\":0,\"candidateCount\":2,\"thinkingConfig\":{}} | temperature top_k n reasoning",
                "\"messages\":[{\"role\":\"user\",\"content\":\"temperature\",\"seed\":4}] | ``",
            })
    void tellWhichSettingsAreNotTheUsual(String members, String expected) {
        String uses = Feature.of(read(members).needs().uses()).stream()
                .map(Feature::label)
                .collect(Collectors.joining(" "));
        assertThat(uses).isEqualTo(expected);
    }

    @Test
    void holdHowLongAConversationIs() {
        // Given
        String text = "\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(800) + "\"}]";
        String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(1_000_000)
                + "\"}}";
        // Then
        assertThat(read(text).needs().inputTokens()).isBetween(600, 1_000);
        assertThat(read("\"messages\":[{\"role\":\"user\",\"content\":[" + image + "]}]")
                        .needs()
                        .inputTokens())
                .isBetween(TokenEstimate.MEDIA_TOKENS, TokenEstimate.MEDIA_TOKENS + 100);
        assertThat(readGoogles("\"contents\":[{\"parts\":[{\"text\":\"" + "word ".repeat(800) + "\"}]}]")
                        .needs()
                        .inputTokens())
                .isBetween(600, 1_000);
        assertThat(read("\"n\":1").needs()).isEqualTo(Needs.NONE);
    }

    @Test
    void survivePartsNestedAsDeepAsJsonMay() {
        String deep = "{\"type\":\"tool_result\",\"content\":[".repeat(200) + "{\"type\":\"image\"}" + "]}".repeat(200);
        assertThat(said(read("\"messages\":[{\"content\":[" + deep + "]}]").needs()))
                .isEqualTo("vision");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"messages\":[]", "\"input\":\"Hi\"", "\"messages\":[{\"role\":\"user\"}],\"stream\":true"})
    void belongToACallForAutoWhereAConversationNamesNoModel(String members) {
        // Given
        Buffer body = Buffer.buffer("{" + members + "}");
        // When
        RequestFacts facts = (RequestFacts) OpenAiRequests.readConversation(body);
        // Then
        assertThat(facts.model()).isEqualTo(Inquiry.AUTO);
        assertThat(facts.modelSpan()).isNull();
        assertThat(facts.bodyFor(body, "m\"1", false)).hasToString("{\"model\":\"m\\\"1\"," + members + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"stream\":true}", "{\"Model\":\"m\"}"})
    void doNotReplaceAModelWhereThereIsNoConversation(String body) {
        assertThat(OpenAiRequests.readConversation(Buffer.buffer(body)))
                .isInstanceOfSatisfying(
                        RequestReading.Refused.class,
                        refused -> assertThat(refused.error().code()).isEqualTo("missing_required_parameter"));
        assertThat(OpenAiRequests.read(Buffer.buffer("{\"input\":\"Hi\"}"))).isInstanceOf(RequestReading.Refused.class);
    }

    @Test
    void areBesideAModelThatIsPutInTogetherWithTheUsageOption() {
        // Given
        Buffer body = Buffer.buffer("\uFEFF { \"stream\":true, \"messages\":[{\"role\":\"user\"}]}");
        RequestFacts facts = (RequestFacts) OpenAiRequests.readChat(body);
        // When
        Buffer sent = facts.bodyFor(body, "m", true);
        // Then
        assertThat(sent)
                .hasToString("\uFEFF {\"model\":\"m\",\"stream_options\":{\"include_usage\":true}, \"stream\":true,"
                        + " \"messages\":[{\"role\":\"user\"}]}");
    }

    @Test
    void leaveABodyBesideAPathAsItIs() {
        Buffer body = Buffer.buffer("{\"contents\":[]}");
        assertThat(RequestFacts.inPath("auto", false, body).bodyFor(body, "m", false))
                .isSameAs(body);
    }

    private static long prefix(String members) {
        return read(members).prefix();
    }

    private static String messages(String first, String second) {
        return "\"messages\":[{\"role\":\"system\",\"content\":\"" + first + "\"},{\"role\":\"user\",\"content\":\""
                + second + "\"}]";
    }

    @Test
    void haveAPrefixThatIsTheSameForCallsWithTheSameBeginning() {
        String rules = "Be brief. ".repeat(500);
        long one = prefix(messages(rules, "Hi"));
        assertThat(one).isNotZero();
        assertThat(prefix("\"temperature\":0.5," + messages(rules, "Ho"))).isEqualTo(one);
        assertThat(prefix(messages(rules, "Ho") + ",\"user\":\"b\"")).isEqualTo(one);
        assertThat(prefix(messages("b" + rules.substring(1), "Hi"))).isNotEqualTo(one);
        assertThat(prefix(messages(rules.substring(0, 4_000) + "!" + rules.substring(4_001), "Hi")))
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "instructions", "tools", "messages", "input", "contents"})
    void haveAPrefixOfWhateverStandsFirst(String field) {
        String longText = "\"" + field + "\":[{\"x\":\"" + "y".repeat(5_000) + "\"}]";
        assertThat(prefix(longText + ",\"messages\":[]")).isNotZero();
        assertThat(prefix("\"metadata\":{\"x\":\"" + "y".repeat(5_000) + "\"},\"" + field + "\":[{\"x\":\"y\"}]"))
                .isZero();
    }

    @Test
    void haveNoPrefixWhereTheConversationIsShort() {
        int around = "[{\"role\":\"user\",\"content\":\"\"}]".length();
        String shorter = "y".repeat(PrefixHash.AFFINITY_PREFIX_BYTES - around - 1);
        assertThat(prefix("\"messages\":[{\"role\":\"user\",\"content\":\"" + shorter + "\"}]"))
                .isZero();
        assertThat(prefix("\"messages\":[{\"role\":\"user\",\"content\":\"" + shorter + "y\"}]"))
                .isNotZero();
    }

    @Test
    void haveTheSamePrefixWhereverTheBytesLie() {
        // Given
        String text = "{\"model\":\"m\"," + messages("Be brief. ".repeat(500), "Hi") + "}";
        Buffer direct =
                BufferInternal.buffer(Unpooled.wrappedBuffer(text.getBytes()).asReadOnly());
        Buffer slice = Buffer.buffer("xyz" + text).slice(3, text.length() + 3);
        // When
        long there = ((RequestFacts) OpenAiRequests.readConversation(direct)).prefix();
        // Then
        assertThat(there).isNotZero().isEqualTo(((RequestFacts) OpenAiRequests.readConversation(slice)).prefix());
        assertThat(there).isEqualTo(RequestFacts.inPath("m", false, slice).prefix());
    }
}
