package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.routing.Feature;
import java.io.IOException;

/**
 * The settings of a request that some models reject, found by their names; what is set to what holds anyway is none. Part of
 * one {@link RequestPass}.
 */
final class SettingsPass {
    /** Found by what they hold instead. */
    private static final int BY_CONTENT =
            Feature.bits(Feature.TOOLS, Feature.VISION, Feature.AUDIO, Feature.JSON_SCHEMA);

    private static final int USUALLY_ONE = Feature.bits(Feature.TEMPERATURE, Feature.TOP_P, Feature.N);
    private static final int USUALLY_ZERO =
            Feature.bits(Feature.FREQUENCY_PENALTY, Feature.PRESENCE_PENALTY, Feature.LOGPROBS);
    private static final int USUALLY_TRUE = Feature.PARALLEL_TOOL_CALLS.bit();

    private final JsonParser parser;
    private int used;

    SettingsPass(JsonParser parser) {
        this.parser = parser;
    }

    /** Looks at a field, at whose value's first token the parser stands, and leaves it there. */
    void note(String name, JsonToken value) throws IOException {
        int bit = Feature.named(name) & ~BY_CONTENT;
        if (bit != 0 && !isUsual(bit, value)) {
            used |= bit;
        }
    }

    /** As bits. */
    int used() {
        return used;
    }

    private boolean isUsual(int bit, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_NULL -> true;
            case VALUE_FALSE -> (bit & USUALLY_TRUE) == 0;
            case VALUE_TRUE -> (bit & USUALLY_TRUE) != 0;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                (bit & USUALLY_ONE) != 0 && parser.getDoubleValue() == 1
                        || (bit & USUALLY_ZERO) != 0 && parser.getDoubleValue() == 0;
            case VALUE_STRING ->
                bit == Feature.TOOL_CHOICE.bit() && ContentPass.says(parser, "auto")
                        || bit == Feature.REASONING.bit() && ContentPass.says(parser, "none");
            default -> false;
        };
    }
}
