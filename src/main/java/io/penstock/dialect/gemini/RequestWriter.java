package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Slice;
import io.penstock.dialect.BodySize;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import java.util.Set;

/** Writes a {@code GenerateContentRequest}. The model and whether it is a stream stand in the path, not here. */
final class RequestWriter {
    /** Leftovers that are Gemini's own fields, whoever's dialect they came in. */
    private static final Set<String> OWN = Set.of("safetySettings", "cachedContent", "labels");

    private RequestWriter() {}

    static Written write(ChatRequest request, Writing writing) {
        Mistakes mistakes = new Mistakes(writing);
        JsonWriter out = new JsonWriter(BodySize.expected(request)).object();
        new ContentWriter(request, writing, mistakes, out).write();
        ToolWriter.write(request, mistakes, out);
        Slice generation = GenerationWriter.write(request, writing, mistakes);
        if (generation.length() > 2) {
            out.raw("generationConfig", generation);
        }
        for (Leftover leftover : request.leftovers()) {
            if (OWN.contains(Fields.camel(leftover.field()))) {
                out.raw(Fields.camel(leftover.field()), leftover.json());
            } else if (!leftover.harmless()) {
                mistakes.droppable(leftover.field(), leftover.field() + " is not supported by this model's provider.");
            }
        }
        return mistakes.written(out.endObject());
    }
}
