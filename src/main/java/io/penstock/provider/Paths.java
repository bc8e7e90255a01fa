package io.penstock.provider;

import io.penstock.dialect.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dialects a provider speaks, and where. A template is what follows the endpoint's path prefix, a query included;
 * {@code {model}} in it stands for the model's name, {@code {action}} for what the dialect calls answering, whole or as
 * a stream.
 *
 * @param templates by dialect, the primary one first; never empty
 * @param openAiPrefix what stands before OpenAI's other paths, e.g. {@code /v1} before {@code /embeddings}; may be empty;
 *     {@code null} where the provider has none of them
 */
public record Paths(Map<Wire, String> templates, @Nullable String openAiPrefix) {
    private static final String MODEL = "{model}";
    private static final String ACTION = "{action}";

    public Paths {
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("no dialect");
        }
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }

    /** The dialect that calls in all others are translated to. */
    public Wire primary() {
        return templates.keySet().iterator().next();
    }

    /** Whether calls in this dialect need no translation. */
    public boolean speaks(Wire wire) {
        return templates.containsKey(wire);
    }

    /** All dialects, the primary one first. */
    public Set<Wire> wires() {
        return templates.keySet();
    }

    /**
     * Path and query of a call.
     *
     * @param wire one that is spoken
     * @param model as the provider spells it, of any characters
     * @param stream whether the answer is to be a stream
     * @throws IllegalArgumentException if the dialect is not spoken: a bug
     */
    public String path(Wire wire, String model, boolean stream) {
        String template = templates.get(wire);
        if (template == null) {
            throw new IllegalArgumentException("does not speak " + wire.label());
        }
        // The action first: a model's name might hold what looks like one, and its braces are encoded.
        String path = template.replace(ACTION, action(wire, stream));
        return path.contains(MODEL) ? path.replace(MODEL, encoded(model)) : path;
    }

    /** OpenAI's path, e.g. {@code /embeddings}, as it is spelt here; {@code null} where there is none. */
    public @Nullable String openAi(String path) {
        return openAiPrefix == null ? null : openAiPrefix + path;
    }

    /**
     * Where a provider of Google's dialect does something else with a model than answering.
     *
     * @param action e.g. {@code countTokens}
     * @return {@code null} where the dialect is not spoken
     */
    public @Nullable String google(String action, String model) {
        return speaks(Wire.GEMINI) ? path(Wire.GEMINI, model, false).replace(":generateContent", ":" + action) : null;
    }

    /** Where a provider whose embeddings are not OpenAI's makes them, beside its conversations. */
    public String embeddings(Wire wire, String model) {
        String path = path(wire, model, false);
        return switch (wire) {
            case GEMINI -> path.replace(":generateContent", ":batchEmbedContents");
            case COHERE, OLLAMA -> path.substring(0, path.lastIndexOf('/')) + "/embed";
            case CHAT, RESPONSES, MESSAGES, CONVERSE -> throw new IllegalArgumentException(wire.label());
        };
    }

    private static String action(Wire wire, boolean stream) {
        return switch (wire) {
            case GEMINI -> stream ? "streamGenerateContent?alt=sse" : "generateContent";
            case CONVERSE -> stream ? "converse-stream" : "converse";
            case CHAT, RESPONSES, MESSAGES, COHERE, OLLAMA -> "";
        };
    }

    /** As one segment of a path: RFC 3986's unreserved characters stay, and no segment is a step upwards. */
    private static String encoded(String model) {
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
