package io.penstock.proxy;

import io.penstock.dialect.CallerDialect;
import io.penstock.dialect.Dialects;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.Wire;
import io.penstock.dialect.embeddings.EmbeddingProvider;
import io.penstock.provider.Paths;
import io.penstock.provider.Provider;
import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A path of the data plane.
 *
 * @param name how it stands in rows and meters
 * @param wire the dialect its callers speak
 * @param kind what is asked for here
 * @param tail what tells its upstream path from the one conversations take, with Google the action; empty for conversations
 * @param streaming when a stream is answered
 */
record Route(String name, Wire wire, Kind kind, String tail, Streaming streaming) {
    /** What is asked for on a path. */
    enum Kind {
        /** An answer of a model: every dialect can be translated into every other. */
        CONVERSATION,
        /** How long a conversation is in tokens. */
        COUNT,
        /** Vectors: OpenAI's on the caller's side, also of those who spell them otherwise. */
        EMBEDDINGS,
        /** Something only providers of the same dialect have. */
        OTHER
    }

    /** When a stream is answered. */
    enum Streaming {
        NEVER,
        /** If the body says {@code "stream": true}. */
        AS_ASKED,
        ALWAYS
    }

    private static final String CHAT_PATH = "/chat/completions";
    static final Route CHAT =
            new Route("/v1/chat/completions", Wire.CHAT, Kind.CONVERSATION, CHAT_PATH, Streaming.AS_ASKED);
    private static final Route COMPLETIONS =
            new Route("/v1/completions", Wire.CHAT, Kind.OTHER, "/completions", Streaming.AS_ASKED);
    private static final Route EMBEDDINGS =
            new Route("/v1/embeddings", Wire.CHAT, Kind.EMBEDDINGS, "/embeddings", Streaming.NEVER);
    private static final Route RESPONSES =
            new Route("/v1/responses", Wire.RESPONSES, Kind.CONVERSATION, "/responses", Streaming.AS_ASKED);
    private static final Route MESSAGES =
            new Route("/v1/messages", Wire.MESSAGES, Kind.CONVERSATION, "/messages", Streaming.AS_ASKED);
    private static final Route COUNT_TOKENS = new Route(
            "/v1/messages/count_tokens", Wire.MESSAGES, Kind.COUNT, "/messages/count_tokens", Streaming.NEVER);
    private static final Route GENERATE =
            new Route("/v1beta/models:generateContent", Wire.GEMINI, Kind.CONVERSATION, "", Streaming.NEVER);
    private static final Route STREAM =
            new Route("/v1beta/models:streamGenerateContent", Wire.GEMINI, Kind.CONVERSATION, "", Streaming.ALWAYS);

    private static final Route COUNT_GOOGLE =
            new Route("/v1beta/models:countTokens", Wire.GEMINI, Kind.COUNT, "countTokens", Streaming.NEVER);
    private static final Route EMBED =
            new Route("/v1beta/models:embedContent", Wire.GEMINI, Kind.OTHER, "embedContent", Streaming.NEVER);
    private static final Route EMBED_BATCH = new Route(
            "/v1beta/models:batchEmbedContents", Wire.GEMINI, Kind.OTHER, "batchEmbedContents", Streaming.NEVER);

    /** What Google's callers may do with a model. */
    private static final Map<String, Route> ACTIONS = Map.of(
            "generateContent", GENERATE,
            "streamGenerateContent", STREAM,
            "countTokens", COUNT_GOOGLE,
            "embedContent", EMBED,
            "batchEmbedContents", EMBED_BATCH);

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
    static RouteTable corridor() {
        RouteTable paths = new RouteTable();
        for (Route route : new Route[] {CHAT, COMPLETIONS, EMBEDDINGS}) {
            paths.around(DEPLOYMENTS, route.tail, route);
        }
        for (Route route : new Route[] {CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, MESSAGES, COUNT_TOKENS}) {
            for (String base : BASES) {
                paths.exact(base + route.tail, route);
            }
        }
        for (String base : new String[] {"/v1beta", "/v1", "/v1alpha"}) {
            paths.acting(base + "/models/", ACTIONS);
        }
        return paths.exact("/api/v1/llm/chat/completions", CHAT);
    }

    /** Whether a call with this request is answered by a stream. */
    boolean streams(@Nullable RequestFacts facts) {
        return switch (streaming) {
            case NEVER -> false;
            case AS_ASKED -> facts != null && facts.stream();
            case ALWAYS -> true;
        };
    }

    /** Whether somebody in this plan counts tokens for callers of this dialect. */
    boolean isCounted(Plan plan, Function<String, Provider> providers) {
        return plan.candidates().stream()
                .map(candidate -> providers.apply(candidate.target().provider()))
                .anyMatch(provider -> provider.paths().speaks(wire));
    }

    /** How its callers are spoken to. */
    CallerDialect dialect() {
        return Dialects.caller(wire);
    }

    /** Whether an answer that breaks off can be continued by another target. */
    boolean continues() {
        return wire == Wire.CHAT;
    }

    /** The dialect in which this target is asked: the caller's where it speaks that, else its own. */
    Wire wireTo(Provider provider, Candidate candidate, boolean tools) {
        if (kind == Kind.EMBEDDINGS && EmbeddingProvider.of(provider.paths().primary()) != null) {
            return provider.paths().primary();
        }
        if (kind != Kind.CONVERSATION) {
            return wire;
        }
        boolean needsResponses = switch (candidate.traits().responses()) {
            case NONE -> false;
            case TOOLS -> tools;
            case ALWAYS -> true;
        };
        Wire spoken = provider.paths().speaks(wire) ? wire : provider.paths().primary();
        boolean openAi = spoken == Wire.CHAT || spoken == Wire.RESPONSES && wire != Wire.RESPONSES;
        if (openAi && provider.paths().speaks(Wire.CHAT) && provider.paths().speaks(Wire.RESPONSES)) {
            // Responses knows fewer settings (no stop sequences), so it is spoken only where it must be.
            return needsResponses ? Wire.RESPONSES : Wire.CHAT;
        }
        return spoken;
    }

    /** Where the provider is asked, behind its base URL; {@code null} where it has no such thing. */
    @Nullable
    String upstreamPath(UpstreamCall call) {
        Paths paths = call.provider().paths();
        String model = call.target().model();
        return switch (kind) {
            case CONVERSATION -> paths.path(call.wire, model, call.exchange.streaming());
            case COUNT, OTHER -> beside(paths, model);
            case EMBEDDINGS -> call.wire == wire ? paths.openAi(tail) : paths.embeddings(call.wire, model);
        };
    }

    /** Beside conversations, in the caller's own dialect. */
    private @Nullable String beside(Paths paths, String model) {
        if (wire == Wire.GEMINI) {
            return paths.google(tail, model);
        }
        if (kind == Kind.OTHER) {
            return paths.openAi(tail);
        }
        return paths.speaks(wire) ? paths.path(wire, model, false) + "/count_tokens" : null;
    }

    /** Every path whose bodies pass as they are: see {@link Relay}. */
    static RouteTable relayed() {
        RouteTable paths = new RouteTable();
        for (String path : RELAYED) {
            Route route = new Route("/v1" + path, Wire.CHAT, Kind.OTHER, path, Streaming.NEVER);
            for (String base : BASES) {
                paths.exact(base + path, route);
            }
        }
        return paths;
    }
}
