package io.penstock.simulator;

import io.penstock.simulator.Behaviour.Speak;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Every model the simulator plays. The same list is a table in {@code docs/simulator.md}. */
final class ModelCatalogue {

    /** The length of an answer where the name does not say. */
    static final int WORDS = 60;

    private static final int MAX_TOKENS = 100_000;
    private static final int FLOOD_CHUNK_BYTES = 16 * 1024;
    private static final int FLOOD_CHUNKS_PER_MIB = 64;

    private static final List<Family> FAMILIES = List.of(
            new Family.Fixed("sim-fast", Speak.FAST),
            new Family.Fixed("sim-slow", Speak.plain(WORDS, Pace.SLOW)),
            new Family.Grid(),
            new Family.Fixed("sim-tools", new Behaviour.CallTool()),
            new Family.Fixed("sim-embed", Speak.plain(WORDS, Pace.NONE)),
            new Family.Fixed("sim-echo", new Behaviour.Echo()),
            new Family.Counted("sim-status", "CODE", 500, 400, 599, Behaviour.Status::new),
            new Family.Counted("sim-status-once", "CODE", 500, 400, 599, code -> once(new Behaviour.Status(code))),
            new Family.Timed("sim-429-retry", 2, Behaviour.RetryLater::new),
            new Family.Timed("sim-429-once", 2, Conditional.RateWindow::new),
            new Family.Fixed("sim-quota", new Behaviour.Quota()),
            new Family.Fixed("sim-402", new Behaviour.Bare(402)),
            new Family.Fixed("sim-model-gone", new Behaviour.ModelGone()),
            new Family.Fixed("sim-unsupported", new Behaviour.Refuse(ApiError.unsupported("max_tokens"))),
            new Family.Suffixed("sim-rejects", "FIELD", "max_tokens", Conditional.Rejects::new),
            new Family.Counted("sim-context", "TOKENS", 1000, 1, 10_000_000, Conditional.ContextWindow::new),
            new Family.Fixed("sim-no-prefill", new Conditional.NoPrefill()),
            new Family.Fixed("sim-filter", new Behaviour.Foreign(ForeignError.AZURE_FILTER)),
            afterTokens("sim-filter", Deviation.Filtered::new),
            new Family.Fixed("sim-key-401", new Behaviour.BadKey()),
            new Family.Suffixed("sim-key-only", "SUFFIX", "good", Conditional.KeyOnly::new),
            new Family.Suffixed("sim-key-429", "SUFFIX", "busy", Conditional.KeyLimited::new),
            new Family.Fixed("sim-shape-array", new Behaviour.Foreign(ForeignError.GEMINI_ARRAY)),
            new Family.Fixed("sim-shape-string", new Behaviour.Foreign(ForeignError.XAI_STRING)),
            new Family.Fixed("sim-shape-flat", new Behaviour.Foreign(ForeignError.MISTRAL_FLAT)),
            new Family.Fixed("sim-shape-detail", new Behaviour.Foreign(ForeignError.FASTAPI_DETAIL)),
            new Family.Counted("sim-html", "CODE", 502, 400, 599, Behaviour.HtmlPage::new),
            new Family.Fixed("sim-error-in-200", new Behaviour.ErrorInside()),
            new Family.Counted("sim-flaky", "PERCENT", 50, 0, 100, Conditional.Flaky::new),
            new Family.Fixed("sim-reset", new Behaviour.Reset()),
            new Family.Fixed("sim-silent", new Behaviour.Silent()),
            new Family.Timed("sim-headers", 5, millis -> Speak.plain(WORDS, Pace.lateHead(millis))),
            new Family.Timed("sim-first-token", 5, millis -> Speak.plain(WORDS, Pace.lateFirstToken(millis))),
            new Family.Timed("sim-pings", 5, millis -> Speak.plain(WORDS, Pace.pinging(millis))),
            afterTokens("sim-cut", Deviation.Cut::new),
            onceAfterTokens("sim-cut-once", Deviation.Cut::new),
            afterTokens("sim-stall", Deviation.Stall::new),
            onceAfterTokens("sim-stall-once", Deviation.Stall::new),
            afterTokens("sim-error", Deviation.ErrorEvent::new),
            afterTokens("sim-malformed", Deviation.Malformed::new),
            new Family.Fixed("sim-no-done", Speak.deviating(new Deviation.NoDone())),
            new Family.Fixed("sim-no-finish", Speak.deviating(new Deviation.NoFinish())),
            new Family.Fixed("sim-usage-in-finish", Speak.deviating(new Deviation.UsageInFinish())),
            new Family.Fixed("sim-utf8", Speak.framed(Framing.SPLIT_CODE_POINTS)),
            new Family.Fixed("sim-crlf", Speak.framed(Framing.CRLF)),
            new Family.Fixed("sim-comments", Speak.framed(Framing.COMMENTS)),
            new Family.Counted("sim-huge", "KIB", 512, 1, 65_536, kib -> Speak.filling(1, kib * 1024)),
            new Family.Counted("sim-flood", "MIB", 100, 1, 65_536, ModelCatalogue::flood));

    private ModelCatalogue() {}

    /** What the model does, or nothing if there is no such model. */
    static Optional<Behaviour> find(String model) {
        return FAMILIES.stream().flatMap(family -> family.match(model).stream()).findFirst();
    }

    /** One working name of each family. */
    static List<String> examples() {
        return FAMILIES.stream().map(Family::example).toList();
    }

    /** All names as one line of text. */
    static String spellings() {
        return FAMILIES.stream().map(Family::spelling).collect(Collectors.joining(", ")) + ".";
    }

    private static Family afterTokens(String stem, IntFunction<Deviation> deviation) {
        return new Family.Counted(stem, "N", 20, 0, MAX_TOKENS, tokens -> Speak.deviating(deviation.apply(tokens)));
    }

    private static Family onceAfterTokens(String stem, IntFunction<Deviation> deviation) {
        return new Family.Counted(
                stem, "N", 20, 0, MAX_TOKENS, tokens -> once(Speak.deviating(deviation.apply(tokens))));
    }

    private static Behaviour once(Behaviour.Outright odd) {
        return new Conditional.EverySecond(odd);
    }

    private static Behaviour flood(int mib) {
        return Speak.filling(mib * FLOOD_CHUNKS_PER_MIB, FLOOD_CHUNK_BYTES);
    }
}
