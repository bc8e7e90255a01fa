package io.penstock.proxy;

/**
 * A path of the data plane.
 *
 * @param name how it stands in rows and meters
 * @param upstreamPath what is appended to a provider's base URL
 * @param streams whether {@code "stream": true} means something here
 */
record Route(String name, String upstreamPath, boolean streams) {
    static final Route CHAT = new Route("/v1/chat/completions", "/chat/completions", true);
    private static final Route COMPLETIONS = new Route("/v1/completions", "/completions", true);
    private static final Route EMBEDDINGS = new Route("/v1/embeddings", "/embeddings", false);

    /** Clients set their base URL with {@code /v1}, without it, or with the alias {@code /openai/v1}. */
    private static final String[] BASES = {"/v1", "", "/openai/v1"};

    /** Azure's dated paths: the deployment is the model, whatever the body says. */
    private static final String DEPLOYMENTS = "/openai/deployments/";

    /** Endpoints whose bodies pass as they are. */
    private static final String[] RELAYED = {
        "/moderations",
        "/images/generations",
        "/images/edits",
        "/images/variations",
        "/audio/speech",
        "/audio/transcriptions",
        "/audio/translations",
        "/rerank"
    };

    /** Every path of the corridor, as callers write it. */
    static Paths corridor() {
        Paths paths = new Paths();
        for (Route route : new Route[] {CHAT, COMPLETIONS, EMBEDDINGS}) {
            for (String base : BASES) {
                paths.exact(base + route.upstreamPath, route);
            }
            paths.around(DEPLOYMENTS, route.upstreamPath, route);
        }
        return paths.exact("/api/v1/llm/chat/completions", CHAT);
    }

    /** Every path whose bodies pass as they are: see {@link Relay}. */
    static Paths relayed() {
        Paths paths = new Paths();
        for (String path : RELAYED) {
            Route route = new Route("/v1" + path, path, false);
            for (String base : BASES) {
                paths.exact(base + path, route);
            }
        }
        return paths;
    }
}
