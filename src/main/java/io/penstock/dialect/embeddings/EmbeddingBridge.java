package io.penstock.dialect.embeddings;

import io.penstock.chat.Slice;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.Written;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's embeddings on the caller's side, others' on the provider's. Pure functions that never throw on what is read. */
public final class EmbeddingBridge {
    /** OpenAI's own limit. */
    static final int INPUTS_MAX = 2048;

    private EmbeddingBridge() {}

    /** Reads the body of {@code POST /v1/embeddings}. Token ids mean nothing to other providers and are refused. */
    public static EmbeddingReading read(Slice body) {
        JsonValue.Obj object = JsonReader.object(body);
        if (object == null) {
            return refused(null, "invalid_json", "The request body is not a JSON object.");
        }
        String encoding = object.has("encoding_format") ? object.textOrEmpty("encoding_format") : "float";
        if (!encoding.equals("float") && !encoding.equals("base64")) {
            return refused("encoding_format", "invalid_value", "encoding_format must be float or base64.");
        }
        Long dimensions = object.integer("dimensions");
        if (object.has("dimensions") && (dimensions == null || dimensions < 1 || dimensions > Integer.MAX_VALUE)) {
            return refused("dimensions", "invalid_value", "dimensions must be an integer of at least 1.");
        }
        List<String> inputs = inputs(object.get("input"));
        if (inputs == null) {
            return refused(
                    "input",
                    "unsupported_value",
                    "input must be a string or an array of strings; this model's provider takes no token ids.");
        }
        if (inputs.isEmpty() || inputs.size() > INPUTS_MAX) {
            return refused("input", "invalid_value", "input must hold 1 to " + INPUTS_MAX + " texts.");
        }
        return new EmbeddingReading.Read(new EmbeddingRequest(
                object.textOrEmpty("model"),
                inputs,
                encoding.equals("base64"),
                dimensions == null ? null : (Integer) dimensions.intValue()));
    }

    private static @Nullable List<String> inputs(@Nullable JsonValue input) {
        return switch (input) {
            case JsonValue.Text text -> List.of(text.value());
            case JsonValue.Arr array -> texts(array);
            case null, default -> null;
        };
    }

    private static @Nullable List<String> texts(JsonValue.Arr array) {
        List<String> texts = new ArrayList<>(array.items().size());
        for (JsonValue item : array.items()) {
            if (!(item instanceof JsonValue.Text text)) {
                return null;
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static EmbeddingReading refused(@Nullable String field, String code, String message) {
        return new EmbeddingReading.Refused(ApiError.invalid(400, field, code, message));
    }

    /**
     * The body that asks a provider.
     *
     * @param model as the provider spells it
     * @return the body, or a 400 for more inputs than it takes at once
     */
    public static Written write(EmbeddingRequest request, EmbeddingProvider provider, String model) {
        if (request.inputs().size() > provider.inputsMax()) {
            return new Written.Refused(ApiError.invalid(
                    400,
                    "input",
                    "unsupported_value",
                    "This model's provider takes at most " + provider.inputsMax() + " inputs at once."));
        }
        JsonWriter out = new JsonWriter(1024).object();
        switch (provider) {
            case GEMINI -> gemini(request, model, out);
            case COHERE -> {
                texts("texts", request, out.put("model", model));
                // Cohere wants to be told; callers of OpenAI's form cannot say.
                out.put("input_type", "search_document");
                out.array("embedding_types").item("float").endArray();
                out.put("output_dimension", request.dimensions());
            }
            case OLLAMA -> {
                texts("input", request, out.put("model", model));
                out.put("dimensions", request.dimensions());
            }
        }
        return new Written.Body(out.endObject().toBuffer());
    }

    private static void gemini(EmbeddingRequest request, String model, JsonWriter out) {
        out.array("requests");
        for (String input : request.inputs()) {
            out.object().put("model", model.startsWith("models/") ? model : "models/" + model);
            out.object("content").array("parts").object().put("text", input).endObject();
            out.endArray().endObject().put("outputDimensionality", request.dimensions());
            out.endObject();
        }
        out.endArray();
    }

    private static void texts(String name, EmbeddingRequest request, JsonWriter out) {
        out.array(name);
        request.inputs().forEach(out::item);
        out.endArray();
    }

    /** The vectors of a provider's answer with status 200; {@code null} where it holds none that can be read. */
    public static @Nullable Embeddings answered(Slice body) {
        return VectorReader.read(body);
    }

    /**
     * OpenAI's answer. Gemini's vectors have length 1 only at a model's own dimensions, OpenAI's always: shortened ones of
     * Gemini are brought to it.
     *
     * @return {@code null} where a vector cannot be read, or there are not as many as inputs
     */
    public static @Nullable Buffer answer(EmbeddingRequest request, Embeddings answered, EmbeddingProvider provider) {
        if (answered.vectors().size() != request.inputs().size()) {
            return null;
        }
        boolean normalize = provider == EmbeddingProvider.GEMINI && request.dimensions() != null;
        JsonWriter out = new JsonWriter(4096).object().put("object", "list").array("data");
        for (int index = 0; index < answered.vectors().size(); index++) {
            out.object().put("object", "embedding").put("index", index);
            Slice vector = answered.vectors().get(index);
            if (!request.base64() && !normalize) {
                out.raw("embedding", vector);
            } else {
                float[] values = Vectors.floats(vector);
                if (values == null) {
                    return null;
                }
                Vectors.write(normalize ? Vectors.normalized(values) : values, request.base64(), out);
            }
            out.endObject();
        }
        out.endArray().put("model", request.model());
        out.object("usage").put("prompt_tokens", answered.inputTokens());
        out.put("total_tokens", answered.inputTokens()).endObject();
        return out.endObject().toBuffer();
    }
}
