package io.penstock.proxy;

import java.util.HashMap;
import java.util.Map;

/**
 * A path of the data plane.
 *
 * @param name how it stands in rows and meters
 * @param upstreamPath what is appended to a provider's base URL
 * @param streams whether {@code "stream": true} means something here
 */
record Route(String name, String upstreamPath, boolean streams) {
    private static final Route CHAT = new Route("/v1/chat/completions", "/chat/completions", true);
    private static final Route COMPLETIONS = new Route("/v1/completions", "/completions", true);
    private static final Route EMBEDDINGS = new Route("/v1/embeddings", "/embeddings", false);

    /** Clients set their base URL with {@code /v1}, without it, or with the alias {@code /openai/v1}. */
    private static final String[] BASES = {"/v1", "", "/openai/v1"};

    /** Every path of the corridor, as callers write it. */
    static Map<String, Route> table() {
        Map<String, Route> table = new HashMap<>();
        for (String base : BASES) {
            for (Route route : new Route[] {CHAT, COMPLETIONS, EMBEDDINGS}) {
                table.put(base + route.upstreamPath, route);
            }
        }
        table.put("/api/v1/llm/chat/completions", CHAT);
        return table;
    }
}
