package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import java.util.List;

/** One call with most of what callers ask for, which every provider is asked in its own words. */
public final class WeatherTask {
    /** A function whose schema has digits that must not be lost. */
    public static final Tool WEATHER = new Tool.Function(
            "get_weather",
            "The weather now",
            Slice.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"maximum\":1.10}},"
                    + "\"required\":[\"city\"]}"),
            true,
            null);

    /** A tool that takes text. */
    public static final Tool PATCH = new Tool.Freeform("patch", null, null);

    private WeatherTask() {}

    /** With a picture, a thought that Anthropic sealed, a call, its result and another question. */
    public static ChatRequest weather(ToolChoice choice, Sampling sampling, Reasoning reasoning) {
        return ProviderLaws.call(turns(), List.of(WEATHER, PATCH), choice, sampling, reasoning);
    }

    /** Its turns. */
    public static List<Turn> turns() {
        Media picture = new Media.Inline("image/png", Slice.of("iVBORw0KGgo="));
        return List.of(
                new Turn(Role.SYSTEM, List.of(new Part.Text("Be brief.", Part.CacheMark.SHORT))),
                new Turn(Role.USER, List.of(new Part.Text("Where is \"this\"?"), new Part.Image(picture))),
                new Turn(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Thinking("Oslo, I think.", new Signature(Signature.ANTHROPIC, "c2VhbA==")),
                                new Part.Text("Let me look."),
                                new Part.ToolUse("call 1", "get_weather", "{\"city\":\"Oslo\",\"days\":1.10}"))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("call 1", "4 °C"))),
                new Turn(Role.USER, List.of(new Part.Text("And tomorrow?"))));
    }

    /** All that has a number. */
    public static Sampling sampling() {
        return new Sampling(512, 0.2, 0.9, 40, List.of("END"), 7L, 0.5, 0.25, null, null, null);
    }

    /** So much thought. */
    public static Reasoning effort(String effort) {
        return new Reasoning(effort, null, null, false);
    }

    /** At most so many tokens of thought. */
    public static Reasoning budget(int tokens) {
        return new Reasoning(null, tokens, null, false);
    }
}
