package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Bodies of the Gemini dialect that were written by hand, and what the tests of this package do with bodies. */
final class Golden {
    static final GeminiDialect DIALECT = new GeminiDialect();

    private Golden() {}

    static byte[] bytes(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/gemini/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Slice slice(String name) {
        byte[] bytes = bytes(name);
        return new Slice(bytes, 0, bytes.length);
    }

    static ChatRequest request(String json) {
        return DialectLaws.request(DIALECT.read(Slice.of(json), DialectLaws.facts("gemini-3.8-flash", false, true)));
    }

    static ApiError refusal(String json) {
        return ((ChatReading.Refused) DIALECT.read(Slice.of(json), DialectLaws.facts("m", false, true))).error();
    }

    static Writing writing(String model) {
        return new Writing(model, 0, false, Set.of());
    }

    static String written(ChatRequest request, String model) {
        return DialectLaws.body(DIALECT.write(request, writing(model))).toString();
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
