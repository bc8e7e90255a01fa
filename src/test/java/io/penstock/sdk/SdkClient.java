package io.penstock.sdk;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A vendor's own SDK, unmodified, and what applications do with it. */
interface SdkClient {
    String PROMPT_ERROR = "please fail";

    /** A tiny PNG. */
    String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** One call to a model: what it said, or the calls it asked for, as {@code name{arguments}}. */
    interface Call {
        String to(String model) throws Exception;
    }

    String name();

    /** By kind of call: plain, stream, tools, "tools, stream", "tool result", image, "JSON schema", error. */
    Map<String, Call> calls();

    /** Calls of tools in a form in which all clients tell them. */
    static String told(Stream<List<String>> calls) {
        return String.join(
                " ",
                calls.map(call -> call.get(0) + call.get(1).replaceAll("\\s", ""))
                        .toList());
    }
}
