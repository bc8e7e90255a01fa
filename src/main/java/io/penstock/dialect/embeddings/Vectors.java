package io.penstock.dialect.embeddings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.chat.Slice;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Vectors as numbers. */
final class Vectors {
    private Vectors() {}

    /** The numbers of a JSON array; {@code null} where it holds anything else, or a number no float can be. */
    static float @Nullable [] floats(Slice array) {
        try (JsonParser parser = JsonReader.parser(array.array(), array.from(), array.to())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            float[] values = new float[1024];
            int length = 0;
            for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                float value = item != null && item.isNumeric() ? parser.getFloatValue() : Float.NaN;
                if (!Float.isFinite(value)) {
                    return null;
                }
                values = length == values.length ? Arrays.copyOf(values, 2 * length) : values;
                values[length++] = value;
            }
            return Arrays.copyOf(values, length);
        } catch (IOException e) {
            return null;
        }
    }

    /** The same direction with length 1; nothing has no direction and stays. */
    static float[] normalized(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = length == 0 ? values[i] : (float) (values[i] / length);
        }
        return scaled;
    }

    /** As the member {@code embedding}: numbers, or base64 of float32 in little-endian order. */
    static void write(float[] values, boolean base64, JsonWriter out) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            byte[] text = Base64.getEncoder().encode(bytes.array());
            out.plain("embedding", "", new Slice(text, 0, text.length));
            return;
        }
        out.array("embedding");
        for (float value : values) {
            out.rawItem(Slice.of(Float.toString(value)));
        }
        out.endArray();
    }
}
