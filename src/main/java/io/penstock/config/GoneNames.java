package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.routing.NamePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a rule what it names and nobody offers any longer, as when a provider is taken away: the rest of the rule
 * goes on holding. Only who is asked is shortened so, never whom the rule is for.
 */
final class GoneNames {
    private static final String TO = "to";
    /** Without any entry it would mean everybody. */
    private static final String CHOOSE_FROM = ChoiceReader.CHOOSE_FROM;

    private static final List<String> LISTS =
            List.of(RuleEntry.FALLBACKS, ChoiceReader.PIN, ChoiceReader.SPLIT, ChoiceReader.EXCLUDE, CHOOSE_FROM);

    private final FallbackNames names;

    GoneNames(FallbackNames names) {
        this.names = names;
    }

    /** The rule with the names that mean something; {@code null} where all do, or where too little would be left. */
    @Nullable
    ObjectNode without(ObjectNode rule) {
        ObjectNode left = rule.deepCopy();
        for (String key : LISTS) {
            if (left.get(key) instanceof ArrayNode entries) {
                removeFrom(entries, key);
                if (entries.isEmpty() && key.equals(CHOOSE_FROM)) {
                    return null;
                }
                if (entries.isEmpty()) {
                    left.remove(key);
                }
            }
        }
        return left.equals(rule) ? null : left;
    }

    private void removeFrom(ArrayNode entries, String key) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            JsonNode name = key.equals(ChoiceReader.SPLIT) ? entries.get(i).path(TO) : entries.get(i);
            if (name.isTextual() && isGone(name.textValue(), key)) {
                entries.remove(i);
            }
        }
    }

    private boolean isGone(String text, String key) {
        if (!text.endsWith("*")) {
            return names.meant(text) == null;
        }
        NamePattern pattern = new NamePattern(text);
        return key.equals(CHOOSE_FROM) ? !names.isChosen(pattern) : !names.reaches(pattern);
    }
}
