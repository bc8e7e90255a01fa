package io.penstock;

/** What Codex CLI sends in two turns, and what two providers answer in their own dialects. */
final class CodexTurns {
    static final String FIRST = """
            {"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions>ask</permissions>"}]},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context/>"}]},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"fix the bug"}]}""";

    static final String SECOND = FIRST + """
            ,{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"look first"}],"content":null,"encrypted_content":"gAAAAsealed"},
            {"type":"message","role":"assistant","id":"msg_1","content":[{"type":"output_text","text":"Looking."}]},
            {"type":"function_call","id":"fc_1","name":"shell","arguments":"{\\"command\\":[\\"ls\\"]}","call_id":"call_1"},
            {"type":"function_call_output","call_id":"call_1","output":"a.txt"},
            {"type":"custom_tool_call","id":"ctc_1","status":"completed","call_id":"call_2","name":"apply_patch","input":"*** Begin Patch\\n*** End Patch"},
            {"type":"custom_tool_call_output","call_id":"call_2","output":"Success"}""";

    static final String CALL = """
            {"model":"%s","instructions":"You are Codex.","input":[%s],
             "tools":[{"type":"function","name":"shell","description":"Runs.","strict":false,
               "parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}},"required":["command"]}},
              {"type":"custom","name":"apply_patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: begin_patch"}},
              {"type":"namespace","name":"mcp__files","description":"Files.","tools":[{"type":"function","name":"read","strict":false,"parameters":{"type":"object","properties":{}}}]},
              {"type":"web_search","external_web_access":false}],
             "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"high","summary":"auto"},"store":false,
             "stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"0199","text":{"verbosity":"low"},
             "client_metadata":{"x-codex-installation-id":"i"}}""";

    static final String CHAT_HEAD =
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";
    static final String CHAT = CHAT_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"On it.\"},\"finish_reason\":null}]}\n\n"
            + CHAT_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_s\",\"type\":\"function\",\"function\":{\"name\":\"shell\",\"arguments\":\"{\\\"command\\\":[\\\"ls\\\"]}\"}}]},\"finish_reason\":null}]}\n\n"
            + CHAT_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"call_p\",\"type\":\"function\",\"function\":{\"name\":\"apply_patch\",\"arguments\":\"{\\\"input\\\":\\\"*** Begin\"}}]},\"finish_reason\":null}]}\n\n"
            + CHAT_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\" Patch\\\"}\"}}]},\"finish_reason\":null}]}\n\n"
            + CHAT_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";

    static final String MESSAGES = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2VhbA=="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"On it."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_s","name":"shell","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"command\\":[\\"ls\\"]}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: content_block_start
            data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_p","name":"apply_patch","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\\"input\\":\\"*** Begin Patch\\"}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":3}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private CodexTurns() {}
}
