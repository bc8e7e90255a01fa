package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogReader;
import io.penstock.config.RefusedRow;
import io.penstock.config.SettingsException;
import io.penstock.dialect.ApiError;
import io.penstock.provider.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the configuration's own reader whether a catalog would still be good after a change, so that nothing is saved that
 * the gateway would not serve. May take some milliseconds: it belongs on a worker thread.
 */
final class CatalogCheck {
    private static final int SENTENCES_MAX = 10;
    /** Of a row, where the reader means its name. */
    private static final String NAME = "name";

    private static final String IN_SPEC = Draft.SPEC + ".";

    private static final int NAMES_MAX = 30;

    private final Supplier<CatalogReader> reader;
    private final LiveCatalog catalog;

    CatalogCheck(Supplier<CatalogReader> reader, LiveCatalog catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /** Whether it is the built-in simulator, which stands in no row. */
    static boolean isBuiltIn(LiveCatalog catalog, String provider) {
        return provider.equals(Provider.SIMULATOR)
                && catalog.current().providers().stream()
                        .anyMatch(one -> one.name().equals(provider));
    }

    /** Refuses a model that would be new at a provider that is not there. */
    void refuseHomeless(CatalogState state, Ref ref) {
        String provider = ref.keys().getFirst();
        Set<String> there = state.providers();
        if (ref.kind() != Kind.MODEL || there.contains(provider) || isBuiltIn(catalog, provider)) {
            return;
        }
        int more = there.size() - NAMES_MAX;
        String names = there.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
        throw Refused.field(
                "provider",
                "is '" + provider + "', and there is no such provider: "
                        + (there.isEmpty() ? "make it first" : "there are " + names)
                        + (more > 0 ? " and " + more + " more" : ""));
    }

    /**
     * Refuses a change that makes a row bad which was not so before: with 400 and the field where it is the item itself,
     * with 409 and the rows' sentences where it is others.
     *
     * @param after what becomes of the item; {@code null} where it is deleted
     */
    void refuse(CatalogState before, Ref ref, @Nullable Draft after) {
        CatalogState changed = before.with(ref, after);
        if (readable(changed)) {
            return;
        }
        List<RefusedRow> refused = new ArrayList<>(refusals(changed));
        for (RefusedRow row : refused) {
            if (row.kind() == ref.kind().rows() && row.name().equals(ref.text())) {
                throw own(ref, row);
            }
        }
        // What was bad before must not keep an operator from mending one row after the other.
        Set<RefusedRow> known = new HashSet<>(refusals(before));
        refused.removeAll(known);
        if (!refused.isEmpty()) {
            throw others(refused);
        }
    }

    /**
     * A provider that is read alone, for what can be said of it without the others.
     *
     * @throws Refused where it cannot be read
     */
    Provider provider(Ref ref, ObjectNode spec) {
        try {
            return reader.get()
                    .read(new CatalogDocument(Map.of(ref.text(), spec), Map.of(), Map.of()))
                    .providers()
                    .getFirst();
        } catch (SettingsException e) {
            RefusedRow row = e.row();
            throw row == null ? Refused.whole(400, "invalid_value", sentence(e)) : own(ref, row);
        }
    }

    private boolean readable(CatalogState state) {
        try {
            reader.get().read(state.document(), state.withheld());
            return true;
        } catch (SettingsException e) {
            return false;
        }
    }

    private List<RefusedRow> refusals(CatalogState state) {
        try {
            return reader.get()
                    .usable(state.document(), state.withheld(), CatalogDocument.EMPTY)
                    .refused();
        } catch (SettingsException e) {
            throw Refused.whole(409, "catalog_conflict", "The catalog cannot be read: " + sentence(e));
        }
    }

    private static String sentence(SettingsException e) {
        return Refused.sentence(String.valueOf(e.getMessage()));
    }

    /** What a change is told that would leave the item so. */
    static Refused own(Ref ref, RefusedRow row) {
        List<String> keys = ref.kind().keys();
        String field = row.field().equals(NAME) ? keys.getLast() : row.field();
        boolean whole = keys.contains(field) || field.equals(Draft.SPEC) || field.startsWith(IN_SPEC);
        String param = whole ? field : IN_SPEC + field;
        return Refused.field(param, row.clause());
    }

    private static Refused others(List<RefusedRow> rows) {
        String sentences = rows.stream()
                .limit(SENTENCES_MAX)
                .map(row -> Refused.sentence(row.sentence()))
                .collect(Collectors.joining(" "));
        int more = rows.size() - SENTENCES_MAX;
        String rest = more > 0 ? " And " + more + " more." : "";
        return new Refused(
                ApiError.invalid(409, null, "catalog_conflict", "Others would no longer be good: " + sentences + rest));
    }
}
