package io.penstock.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;

/** Vectors of length one, made from the input's hash: the same text always has the same vector, nothing more. */
final class EmbedAnswer {

    private EmbedAnswer() {}

    static JsonObject of(Embed call) {
        JsonArray data = new JsonArray();
        for (int i = 0; i < call.inputs().size(); i++) {
            float[] vector = vector(call.inputs().get(i), call.dimensions());
            data.add(new JsonObject()
                    .put("object", "embedding")
                    .put("index", i)
                    .put("embedding", call.base64() ? base64(vector) : array(vector)));
        }
        JsonObject usage =
                new JsonObject().put("prompt_tokens", call.promptTokens()).put("total_tokens", call.promptTokens());
        return new JsonObject()
                .put("object", "list")
                .put("data", data)
                .put("model", call.model())
                .put("usage", usage);
    }

    static float[] vector(String text, int dimensions) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        double[] raw = random.doubles(dimensions, -1, 1).toArray();
        double squares = 0;
        for (double value : raw) {
            squares += value * value;
        }
        double norm = Math.sqrt(squares);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (raw[i] / norm);
        }
        return vector;
    }

    /** Little-endian float32, as OpenAI's own SDKs ask for. */
    static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static JsonArray array(float[] vector) {
        JsonArray array = new JsonArray();
        for (float value : vector) {
            array.add(value);
        }
        return array;
    }
}
