package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.RequestFacts;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a {@code GenerateContentRequest}. */
final class RequestReader {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "contents",
            "systemInstruction",
            "tools",
            "toolConfig",
            "generationConfig",
            "safetySettings",
            "cachedContent",
            "labels",
            "serviceTier",
            "store");

    /** Thresholds that let through as much as, or more than, a model without such filters. */
    private static final Set<String> LENIENT =
            Set.of("OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "HARM_BLOCK_THRESHOLD_UNSPECIFIED");

    private RequestReader() {}

    static ChatReading read(Slice body, RequestFacts facts) {
        JsonValue.Obj object = JsonReader.object(body);
        if (object == null) {
            return new ChatReading.Refused(
                    ApiError.invalid(400, null, "invalid_json", "The request body is not a JSON object."));
        }
        Mistakes mistakes = new Mistakes();
        Fields request = new Fields(object, "", mistakes).only(FIELDS);
        List<Leftover> leftovers = new ArrayList<>();
        List<Turn> turns = new ContentReader(mistakes, leftovers).read(request);
        ToolReader tools = new ToolReader(request, leftovers);
        GenerationReader generation = new GenerationReader(request, leftovers);
        leftovers(request, leftovers);
        ApiError mistake = mistakes.first();
        if (mistake != null) {
            return new ChatReading.Refused(mistake);
        }
        return new ChatReading.Read(new ChatRequest(
                facts.model(),
                facts.stream(),
                true,
                turns,
                tools.tools(),
                tools.choice(),
                null,
                generation.format(),
                generation.sampling(),
                generation.reasoning(),
                null,
                leftovers));
    }

    private static void leftovers(Fields request, List<Leftover> leftovers) {
        add(request, "safetySettings", isLenient(request), leftovers);
        // It stands for a part of the prompt, which nobody but Google has.
        add(request, "cachedContent", false, leftovers);
        add(request, "labels", true, leftovers);
        add(request, "serviceTier", true, leftovers);
        add(request, "store", true, leftovers);
    }

    private static boolean isLenient(Fields request) {
        boolean lenient = true;
        for (Fields setting : request.objects("safetySettings")) {
            lenient &= LENIENT.contains(setting.textOrEmpty("threshold"));
        }
        return lenient;
    }

    /** Keeps a member that has no place in the canonical call, where there is one. */
    static void add(Fields fields, String name, boolean harmless, List<Leftover> leftovers) {
        Slice value = fields.raw(name);
        if (value != null) {
            leftovers.add(new Leftover(fields.at(name), value, harmless));
        }
    }
}
