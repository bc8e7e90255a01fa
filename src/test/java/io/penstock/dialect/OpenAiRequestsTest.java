package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\"} | m | false | false",
                " { \"stream\" : true , \"model\" : \"m\" } | m | true | false",
                "{\"model\":\"m\",\"stream\":null} | m | false | false",
                "{\"model\":\"m\",\"stream\":false} | m | false | false",
                "{\"model\":\"\u65E5\u672C\uD83D\uDE00\"} | \u65E5\u672C\uD83D\uDE00 | false | false",
                "{\"model\":\"a\\/b\\u0063\\\"\"} | a/bc\" | false | false",
                "{\"mod\\u0065l\":\"m\"} | m | false | false",
                "{\"metadata\":{\"model\":\"no\",\"stream\":true},\"model\":\"m\"} | m | false | false",
                "{\"messages\":[{\"model\":\"no\",\"stream\":true}],\"model\":\"m\"} | m | false | false",
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}} | m | false | true",
                "{\"model\":\"m\",\"stream_options\":{\"x\":{\"include_usage\":true},\"include_usage\":false}} | m | false | false",
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":null}} | m | false | false",
                "{\"model\":\"m\",\"stream_options\":null} | m | false | false",
                "\uFEFF{\"model\":\"m\"} | m | false | false",
                "{\"model\":\"m\",\"n\":1e999,\"big\":123456789012345678901234567890} | m | false | false"
            })
    void readsWhatRoutingNeeds(String body, String model, boolean stream, boolean usageWanted) {
        // When
        RequestReading reading = OpenAiRequests.read(Buffer.buffer(body));

        // Then
        assertThat(reading).isInstanceOfSatisfying(RequestFacts.class, facts -> {
            assertThat(facts.model()).isEqualTo(model);
            assertThat(facts.stream()).isEqualTo(stream);
            assertThat(facts.usageWanted()).isEqualTo(usageWanted);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{} | model | missing_required_parameter | Missing required parameter: 'model'.",
                "{\"model\":5} | model | invalid_type | 'model' must be a string.",
                "{\"model\":{\"a\":1}} | model | invalid_type | 'model' must be a string.",
                "{\"model\":null} | model | invalid_type | 'model' must be a string.",
                "{\"model\":\" \"} | model | invalid_value | 'model' must not be empty.",
                "{\"model\":\"a\\u0000\"} | model | invalid_value | 'model' must not hold control characters or half characters.",
                "{\"model\":\"a\\ud800\"} | model | invalid_value | 'model' must not hold control characters or half characters.",
                "{\"model\":\"a\",\"model\":\"b\"} | model | duplicate_parameter | 'model' is given twice.",
                "{\"stream\":\"true\",\"model\":\"a\"} | stream | invalid_type | 'stream' must be a boolean.",
                "{\"stream\":[],\"model\":\"a\"} | stream | invalid_type | 'stream' must be a boolean.",
                "{\"stream\":true,\"stream\":true,\"model\":\"a\"} | stream | duplicate_parameter | 'stream' is given twice.",
                "{\"model\":\"a\",\"stream_options\":[1]} | stream_options | invalid_type | 'stream_options' must be an object.",
                "{\"model\":\"a\",\"stream_options\":{},\"stream_options\":null} | stream_options | duplicate_parameter"
                        + " | 'stream_options' is given twice.",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":{}}} | stream_options.include_usage | invalid_type"
                        + " | 'include_usage' must be a boolean.",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}"
                        + " | stream_options.include_usage | duplicate_parameter | 'include_usage' is given twice.",
                "[] | - | invalid_json | The request body must be a JSON object.",
                "`` | - | invalid_json | The request body must be a JSON object.",
                "` \n ` | - | invalid_json | The request body must be a JSON object.",
                "5 | - | invalid_json | The request body must be a JSON object.",
                "{\"model\":\"a\"}{} | - | invalid_json | The request body must be one JSON object; more follows it.",
                "{\"model\":\"a\"}] | - | invalid_json | The request body is not valid JSON at byte 13.",
                "{\"model\":\"a\" | - | invalid_json | The request body is not valid JSON at byte 12.",
                "{\"model\":\"a\",} | - | invalid_json | The request body is not valid JSON at byte 13.",
                "{'model':'a'} | - | invalid_json | The request body is not valid JSON at byte 1.",
                "{\"model\":\"a\"\u0000} | - | invalid_json | The request body is not valid JSON at byte 13."
            })
    void refusesWithTheParameterTheCodeAndASentence(String body, String param, String code, String message) {
        ApiError expected = new ApiError(400, "invalid_request_error", param, code, message);
        assertThat(OpenAiRequests.read(Buffer.buffer(body))).isEqualTo(new RequestReading.Refused(expected));
    }

    @Test
    void tellsTheFirstOfSeveralMistakes() {
        assertThat(refusal(Buffer.buffer("{\"stream\":1,\"model\":2}")).param()).isEqualTo("stream");
        assertThat(refusal(Buffer.buffer("{\"stream\":1,\"model\":2")).code()).isEqualTo("invalid_json");
    }

    @Test
    void nestsFiveHundredLevelsAndNoMore() {
        // Given
        String deepest = "{\"model\":\"m\",\"a\":" + "[".repeat(499) + "]".repeat(499) + "}";
        String deeper = "{\"model\":\"m\",\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";

        // When
        RequestReading reading = OpenAiRequests.read(Buffer.buffer(deepest));

        // Then
        assertThat(reading).isInstanceOf(RequestFacts.class);
        assertThat(refusal(Buffer.buffer(deeper)).message()).contains("deeper than 500 levels");
    }

    @Test
    void refusesFieldNamesWithoutEnd() {
        String body = "{\"model\":\"m\",\"" + "k".repeat(200_000) + "\":1}";
        assertThat(refusal(Buffer.buffer(body)).message()).contains("a field's name is longer");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        String body = "{\"model\":\"m\"}";
        assertThat(refusal(Buffer.buffer(body.getBytes(UTF_16LE))).code()).isEqualTo("invalid_json");
        assertThat(refusal(Buffer.buffer(body.getBytes(UTF_16BE))).code()).isEqualTo("invalid_json");
        byte[] broken = "{\"model\":\"m\",\"a\":\"?\"}".getBytes(UTF_16LE);
        assertThat(refusal(Buffer.buffer(broken)).code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xBF, 0xC3, 0xE6, 0xF0, 0xFF})
    void refusesInvalidUtf8InAnyString(int odd) {
        for (String frame :
                new String[] {"{\"model\":\"#\"}", "{\"model\":\"m\",\"a\":\"#\"}", "{\"model\":\"m\",\"#\":1}"}) {
            Buffer body = Buffer.buffer(frame);
            body.setByte(frame.indexOf('#'), (byte) odd);
            assertThat(refusal(body).code()).isEqualTo("invalid_json");
        }
    }

    @Test
    void readsABodyWithAPictureOfTwentyMebibytes() {
        // Given
        String picture = Base64.getEncoder().encodeToString(new byte[15 << 20]);
        Buffer body =
                Buffer.buffer("{\"messages\":[{\"content\":\"" + picture + "\"}],\"stream\":true,\"model\":\"m\"}");

        // When
        RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);

        // Then
        Buffer spliced = facts.bodyFor(body, "other", true);
        assertThat(spliced.getString(0, 60)).startsWith("{\"stream_options\":{\"include_usage\":true},\"messages\"");
        assertThat(spliced.getString(spliced.length() - 30, spliced.length()))
                .endsWith("\"stream\":true,\"model\":\"other\"}");
    }

    @Test
    void countsFromTheFirstByteOfAnyKindOfBuffer() {
        // Given
        byte[] bytes = "##{\"model\":\"m\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Buffer slice = Buffer.buffer(bytes).slice(2, bytes.length);
        ByteBuf unmanaged = Unpooled.directBuffer().writeBytes(bytes, 2, bytes.length - 2);
        Buffer direct = BufferInternal.buffer(unmanaged);
        for (Buffer body : new Buffer[] {slice, direct}) {
            // When
            RequestFacts facts = (RequestFacts) OpenAiRequests.read(body);

            // Then
            assertThat(facts.modelSpan()).isEqualTo(new RequestFacts.Span(9, 12));
            assertThat(facts.bodyFor(body, "n", true).toString()).isEqualTo("{\"model\":\"n\"}");
        }
        unmanaged.release();
    }

    private static ApiError refusal(Buffer body) {
        RequestReading reading = OpenAiRequests.read(body);
        assertThat(reading).isInstanceOf(RequestReading.Refused.class);
        return ((RequestReading.Refused) reading).error();
    }
}
