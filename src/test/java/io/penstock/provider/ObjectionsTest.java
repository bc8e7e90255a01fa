package io.penstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.resilience.Objection;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Feature;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers do not take, by their own words. */
class ObjectionsTest {

    private static String read(int status, String body) {
        UpstreamError error = UpstreamError.read(status, Buffer.buffer(body));
        Verdict verdict = Verdicts.of(error, name -> null, 0);
        if (!(verdict instanceof Verdict.Incompatible(Objection objection))) {
            return verdict.label();
        }
        return objection == null
                ? "nothing"
                : objection.against().name().toLowerCase(java.util.Locale.ROOT)
                        + Feature.of(objection.uses()).stream()
                                .map(feature -> " " + feature.label())
                                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "feature max_tokens | {'message':\"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\",'param':'max_tokens','code':'unsupported_parameter'}",
                "feature max_tokens | {'message':\"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\",'param':null,'code':'unsupported_parameter'}",
                "feature_here temperature | {'message':\"Unsupported value: 'temperature' does not support 0.2 with this model.\",'param':'temperature','code':'unsupported_value'}",
                "feature top_k | {'message':\"Unknown parameter: 'top_k'.\",'code':'unknown_parameter'}",
                "nothing | {'message':\"Unknown parameter: 'foo'.\",'param':'foo','code':'unknown_parameter'}",
                "nothing | {'message':\"Unknown parameter: 'tools[0].strict'.\",'param':'tools[0].strict','code':'unknown_parameter'}",
                "feature vision | {'message':\"x\",'param':'messages[1].content[0].image_url','code':'unsupported_parameter'}",
                "feature reasoning | {'message':\"x\",'param':'reasoning.effort','code':'unsupported_parameter'}",
                "feature_here tools reasoning | {'message':\"Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. To use function tools, use /v1/responses.\"}",
                "endpoint | {'message':\"This model is only supported in v1/responses and not in v1/chat/completions.\",'param':'model'}",
                "endpoint | {'message':\"This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?\"}",
                "feature temperature | {'type':'invalid_request_error','message':\"temperature: Extra inputs are not permitted\"}",
                "nothing | {'type':'invalid_request_error','message':\"foo: Extra inputs are not permitted\"}",
                "nothing | {'message':\"This model does not support assistant message prefill.\"}",
                "nothing | {'message':\"Invalid JSON payload received. Unknown name \\\"foo\\\": Cannot find field.\"}",
                "feature seed | {'message':\"Invalid JSON payload received. Unknown name \\\"seed\\\": Cannot find field.\"}",
                "feature_here tools | {'message':\"This model doesn't support tool use in streaming mode.\"}",
                "endpoint | {'message':\"This model isn't supported on this route.\",'param':null}",
                "feature vision | {'message':\"This model does not support image input.\"}",
                "feature_here reasoning | {'message':\"parameter.enable_thinking must be set to false for non-streaming calls\"}",
                "feature_here presence_penalty | {'message':\"Argument not supported on this model: presencePenalty\"}",
            })
    void areReadOutOfAnErrorsObject(String expected, String error) {
        assertThat(read(
                        400,
                        "{\"error\":"
                                + error.replace("{'", "{\"")
                                        .replace("':", "\":")
                                        .replace(",'", ",\"")
                                        .replace(":'", ":\"")
                                        .replace("',", "\",")
                                        .replace("'}", "\"}")
                                + "}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "405 | endpoint | {\"error\":\"method not allowed\"}",
                "422 | feature seed | {\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra inputs are not permitted\",\"input\":1}]}",
                "422 | feature store | {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"store\"],\"msg\":\"x\"}]},\"type\":\"invalid_request_error\",\"code\":null}",
                "422 | feature tools | {\"object\":\"Error\",\"message\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"tools\"],\"msg\":\"x\"}],\"type\":\"invalid_request_error\",\"code\":3001}",
                "422 | nothing | {\"message\":\"body.foo: property 'foo' is unsupported\",\"type\":\"invalid_request_error\",\"code\":\"wrong_api_format\"}",
                "422 | feature logprobs | {\"message\":\"body.logprobs: property 'logprobs' is unsupported\",\"type\":\"invalid_request_error\",\"code\":\"wrong_api_format\"}",
                "400 | feature tools | {\"error\":\"registry.ollama.ai/library/x does not support tools\"}",
                "400 | feature reasoning | {\"error\":\"\\\"llama3\\\" does not support thinking\"}",
                "400 | endpoint | {\"error\":\"\\\"nomic-embed-text\\\" does not support chat\"}",
                "400 | endpoint | {\"object\":\"error\",\"message\":\"The model does not support Chat Completions API\",\"type\":\"BadRequestError\",\"code\":400}",
                "400 | feature_here presence_penalty | {\"code\":\"invalid-argument\",\"error\":\"Argument not supported on this model: presencePenalty\"}",
            })
    void areReadOutOfAnyShape(int status, String expected, String body) {
        assertThat(read(status, body)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "400 | too_long | {\"error\":{\"message\":\"maximum context length is 8\",\"param\":\"messages\"}}",
                "400 | callers_fault | {\"error\":{\"message\":\"Invalid 'temperature': 3 is above the maximum of 2\",\"param\":\"temperature\",\"code\":\"decimal_above_max_value\"}}",
                "429 | rate_limited | {\"error\":{\"message\":\"slow down\",\"param\":\"tools\"}}",
                "401 | bad_key | {\"error\":{\"message\":\"Unsupported parameter: 'tools'\",\"code\":\"unsupported_parameter\"}}",
                "503 | overloaded | {\"error\":{\"message\":\"overloaded\",\"param\":\"tools\"}}",
                "404 | model_gone | {\"error\":{\"message\":\"no such model\",\"param\":\"tools\"}}",
            })
    void areNoneWhereSomethingElseIsWrong(int status, String label, String body) {
        assertThat(read(status, body)).isEqualTo(label);
    }
}
