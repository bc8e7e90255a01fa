package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Map;

/** Errors in shapes that are not OpenAI's, as the providers that write them send them. */
enum ForeignError {

    /** Gemini's OpenAI-compatible endpoint: the error wrapped in an array, and 400 for a bad key. */
    GEMINI_ARRAY(400, """
            [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",\
            "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",\
            "reason":"API_KEY_INVALID","domain":"googleapis.com",\
            "metadata":{"service":"generativelanguage.googleapis.com"}}]}}]"""),

    /** xAI: the error is a string, a bad key is a 400, and a part of it is repeated. */
    XAI_STRING(400, """
            {"code":"Client specified an invalid argument",\
            "error":"Incorrect API key provided: {key}. You can obtain an API key from https://console.x.ai."}"""),

    /** Mistral: the fields of the error at the top level. */
    MISTRAL_FLAT(429, """
            {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300",\
            "raw_status_code":429}"""),

    /** FastAPI (Mistral and many others): a list of what is wrong. */
    FASTAPI_DETAIL(422, """
            {"detail":[{"type":"extra_forbidden","loc":["body","reasoning_effort"],\
            "msg":"Extra inputs are not permitted","input":"low"}]}"""),

    /** Azure's content filter has refused the prompt. */
    AZURE_FILTER(400, """
            {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content \
            management policy. Please modify your prompt and retry.","type":null,"param":"prompt",\
            "code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",\
            "content_filter_result":{"hate":{"filtered":false,"severity":"safe"},\
            "jailbreak":{"filtered":false,"detected":false},"self_harm":{"filtered":false,"severity":"safe"},\
            "sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":true,"severity":"medium"}}}}}""");

    private final int status;
    private final String body;

    ForeignError(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /** The answer to a call with this key, of which no more than two characters at each end are told. */
    Reply reply(String maskedKey) {
        String quoted = Json.encode(maskedKey);
        Buffer bytes = Buffer.buffer(body.replace("{key}", quoted.substring(1, quoted.length() - 1)));
        Map<String, String> retry = status == 429 ? Map.of("retry-after", "1") : Map.of();
        return Reply.json(
                        status,
                        bytes.length(),
                        List.<Step>of(new Step.End(bytes)).iterator())
                .with(retry);
    }
}
