package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Writing;
import java.util.List;
import java.util.Set;

/** Calls to be written. */
final class Asked {
    static final Turn HELLO = new Turn(Role.USER, List.of(new Part.Text("Hello")));
    static final Tool LOOK = new Tool.Function("look", null, Slice.of("{\"type\":\"object\"}"), null, null);

    static Signature seal(String vendor, String data) {
        return new Signature(vendor, data);
    }

    static Writing to(String model) {
        return new Writing(model, 0, false, Set.of());
    }

    static ChatRequest asking(List<Turn> turns, ToolChoice choice, Sampling sampling, Reasoning reasoning) {
        return new ChatRequest(
                "asked",
                false,
                true,
                turns,
                choice instanceof ToolChoice.Auto ? List.of() : List.of(LOOK),
                choice,
                null,
                new OutputFormat.PlainText(),
                sampling,
                reasoning,
                null,
                List.of());
    }

    static ChatRequest saying(Turn... turns) {
        return asking(List.of(turns), new ToolChoice.Auto(), Sampling.DEFAULT, null);
    }

    static String body(ChatRequest request, Writing writing) {
        return DialectLaws.body(Golden.DIALECT.write(request, writing)).toString();
    }

    static Sampling sampling(Double temperature, Double topP, Integer choices) {
        return new Sampling(100, temperature, topP, null, List.of(), 7L, 0.5, 0.5, choices, null, null);
    }

    private Asked() {}

    /** A call with every kind of part. */
    static ChatRequest everything() {
        return new ChatRequest(
                "asked",
                true,
                true,
                turns(),
                List.of(
                        new Tool.Function(
                                "look",
                                "Looks.",
                                Slice.of(
                                        "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"number\",\"maximum\":1.10}}}"),
                                true,
                                CacheMark.SHORT),
                        new Tool.Function("now", null, null, false, null),
                        new Tool.Function("loose", null, Slice.of("{\"properties\":{\"a\":{}}}"), null, null),
                        new Tool.Freeform("patch", "Patches.", null)),
                new ToolChoice.Auto(),
                false,
                new OutputFormat.AnyJson(),
                new Sampling(null, 1.7, 0.9, 40, List.of("END", "\n\n"), 7L, 0.5, 0.5, null, null, null),
                null,
                "user-7",
                List.of(new Leftover("store", Slice.of("false"), true)));
    }

    private static List<Turn> turns() {
        return List.of(
                new Turn(Role.SYSTEM, List.of(new Part.Text("Be terse.", new CacheMark("1h")))),
                new Turn(Role.USER, "ann", List.of(new Part.Text("Hello"), new Part.Text(" \n"))),
                new Turn(
                        Role.USER,
                        List.of(
                                new Part.Image(new Media.Inline("image/png", Slice.of("iVBORw0K")), "high", null),
                                new Part.Image(new Media.Link("https://example.com/cat.png")),
                                new Part.Document(
                                        new Media.Inline("application/pdf", Slice.of("JVBERg==")), "paper.pdf", null),
                                new Part.Document(
                                        new Media.Inline("text/markdown", Base64Text.encoded("Grüße")), null, null))),
                calls(),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("call_a.b", "a cat"))),
                new Turn(Role.USER, List.of(new Part.Text("And?"))),
                new Turn(Role.SYSTEM, List.of(new Part.Text("Hurry."))),
                new Turn(
                        Role.TOOL,
                        List.of(new Part.ToolResult(
                                "call_a:b",
                                "now",
                                List.of(
                                        new Part.Text("late"),
                                        new Part.Image(new Media.Inline("image/webp", Slice.of("UklG")))),
                                true,
                                null))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("call_c", null, List.of(), false, null))),
                new Turn(Role.USER, List.of(new Part.Text("Go on."))),
                new Turn(Role.ASSISTANT, List.of(new Part.Refusal("I cannot."), new Part.Text("The answer: \n"))));
    }

    private static Turn calls() {
        return new Turn(
                Role.ASSISTANT,
                List.of(
                        new Part.Thinking("Two tools.", seal(Signature.ANTHROPIC, "EqQB")),
                        new Part.HiddenThinking(seal(Signature.ANTHROPIC, "Emw9")),
                        new Part.Thinking("unsigned", null),
                        new Part.Thinking("foreign", seal(Signature.GOOGLE, "x")),
                        new Part.HiddenThinking(seal(Signature.OPENAI, "x")),
                        new Part.Text("Let me look. "),
                        new Part.ToolUse("call_a.b", "look", "{\"at\":1.50}"),
                        new Part.ToolUse("call_a:b", "now", ""),
                        new Part.ToolUse("call_c", "patch", "*** Begin", true, null)));
    }
}
