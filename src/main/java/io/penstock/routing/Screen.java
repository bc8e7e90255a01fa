package io.penstock.routing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds out who may not be asked for a call, and why. */
final class Screen {
    private Screen() {}

    /** Fills in {@link Board#excluded}, and takes out whom it concerns. */
    static void look(Field field, Inquiry inquiry, Board board) {
        Needs needs = inquiry.needs();
        Scope scope = inquiry.scope();
        boolean bound = restricts(scope);
        boolean learned = field.learned();
        int needed = needed(needs);
        int uses = needs.uses();
        int input = needs.inputTokens();
        int output = needs.outputTokensMax();
        Figures figures = field.figures;
        for (int i = 0; i < field.contenders.length; i++) {
            int bits = figures.lacks[i] & needed;
            if (figures.window[i] > 0 && input > figures.window[i]) {
                bits |= Exclusion.CONTEXT_TOO_SMALL.bit();
            }
            if (figures.longest[i] > 0 && output > figures.longest[i]) {
                bits |= Exclusion.OUTPUT_TOO_SMALL.bit();
            }
            if (figures.lastDay[i] < board.today) {
                bits |= Exclusion.ENDED.bit();
            }
            if (learned && field.bars(i, uses, board.nowNanos)) {
                bits |= Exclusion.INCOMPATIBLE.bit();
            }
            if (bound) {
                bits |= outOfScope(scope, field.contenders[i]);
            }
            bits = bits & field.heeded[i] | field.ruled[i];
            board.excluded[i] = bits;
            if (bits != 0) {
                board.states[i] = Board.OUT;
            } else if (i < field.own) {
                board.eligibles[board.eligible++] = i;
            }
        }
        if (board.eligible == 0) {
            relent(field, board);
        }
    }

    /** Where experience alone keeps everybody out, it may be out of date: the provider itself shall say no. */
    private static void relent(Field field, Board board) {
        for (int i = field.own; i < field.contenders.length; i++) {
            if (board.states[i] == Board.FREE) {
                return;
            }
        }
        for (int i = 0; i < field.own; i++) {
            if (board.excluded[i] == Exclusion.INCOMPATIBLE.bit()) {
                board.excluded[i] = 0;
                board.states[i] = Board.FREE;
                board.eligibles[board.eligible++] = i;
            }
        }
    }

    /** Whether there is anything that it does not allow. */
    static boolean restricts(Scope scope) {
        return !(scope.models().isEmpty()
                && scope.providers().isEmpty()
                && scope.regions().isEmpty());
    }

    private static int needed(Needs needs) {
        return (needs.has(Feature.TOOLS) ? Exclusion.NO_TOOLS.bit() : 0)
                | (needs.has(Feature.VISION) ? Exclusion.NO_VISION.bit() : 0)
                | (needs.has(Feature.AUDIO) ? Exclusion.NO_AUDIO.bit() : 0)
                | (needs.has(Feature.JSON_SCHEMA) ? Exclusion.NO_JSON_SCHEMA.bit() : 0);
    }

    static int outOfScope(Scope scope, Contender contender) {
        Target target = contender.candidate.target();
        boolean allowed = (scope.providers().isEmpty() || scope.providers().contains(target.provider()))
                && (scope.models().isEmpty() || matches(scope.models(), contender.full, target.model()));
        boolean near = scope.regions().isEmpty() || scope.regions().contains(contender.region);
        return (allowed ? 0 : Exclusion.NOT_ALLOWED.bit()) | (near ? 0 : Exclusion.REGION.bit());
    }

    private static boolean matches(List<NamePattern> patterns, String full, String model) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(full) || patterns.get(i).matches(model)) {
                return true;
            }
        }
        return false;
    }

    /** Whom each exclusion took out; who meets several counts for the first. Whom the key may not use stays unnamed. */
    static Map<Exclusion, Resolution.Group> groups(Field field, Board board) {
        int ofKey = Exclusion.NOT_ALLOWED.bit() | Exclusion.REGION.bit();
        Map<Exclusion, Resolution.Group> groups = new EnumMap<>(Exclusion.class);
        for (int i = 0; i < field.contenders.length; i++) {
            int bits = board.excluded[i];
            if (bits != 0) {
                Exclusion first = first(bits);
                Resolution.Group before = groups.getOrDefault(first, new Resolution.Group(0, List.of()));
                groups.put(first, before.with((bits & ofKey) == 0 ? field.contenders[i].candidate.target() : null));
            }
        }
        return groups;
    }

    private static Exclusion first(int bits) {
        for (Exclusion exclusion : Exclusion.values()) {
            if ((bits & exclusion.bit()) != 0) {
                return exclusion;
            }
        }
        throw new IllegalArgumentException("no exclusion");
    }
}
