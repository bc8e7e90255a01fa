package io.penstock.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that calls asked for lately, read and made ready, for one catalog at a time. Bounded by {@link #NAMES_MAX};
 * owned by one {@link Router}.
 */
final class Contests {
    /** Names that are remembered for each level; where there are more, all are read anew. */
    static final int NAMES_MAX = 1_000;

    private static final int LEVELS = PowerLevel.values().length;

    private @Nullable Catalog catalog;
    /** By the header's level, by the key's, and without either: a name is not read the same in all of them. */
    private final List<Map<String, Contest>> contests = new ArrayList<>();

    Contests() {
        for (int i = 0; i <= 2 * LEVELS; i++) {
            contests.add(new HashMap<>());
        }
    }

    Contest of(Catalog current, Inquiry inquiry) {
        if (catalog != current) {
            catalog = current;
            contests.forEach(Map::clear);
        }
        Map<String, Contest> known = contests.get(slot(inquiry));
        Contest ready = known.get(inquiry.model());
        if (ready != null) {
            return ready;
        }
        if (known.size() >= NAMES_MAX) {
            known.clear();
        }
        Contest made = made(current, inquiry);
        known.put(inquiry.model(), made);
        return made;
    }

    private static int slot(Inquiry inquiry) {
        if (inquiry.asked() != null) {
            return inquiry.asked().place();
        }
        return inquiry.usual() == null ? 2 * LEVELS : LEVELS + inquiry.usual().place();
    }

    private static Contest made(Catalog catalog, Inquiry inquiry) {
        String model = inquiry.model();
        PowerLevel written = catalog.levelOf(model);
        String name = written == null ? model : model.substring(0, model.lastIndexOf(':'));
        if (inquiry.asked() != null) {
            return made(catalog, name, inquiry.asked(), Explanation.LevelSource.HEADER);
        }
        if (written != null) {
            return made(catalog, name, written, Explanation.LevelSource.NAME);
        }
        return inquiry.usual() == null
                ? made(catalog, name, null, Explanation.LevelSource.NONE)
                : made(catalog, name, inquiry.usual(), Explanation.LevelSource.KEY);
    }

    private static Contest made(
            Catalog catalog, String name, @Nullable PowerLevel level, Explanation.LevelSource source) {
        if (!catalog.isAuto(name)) {
            return new Contest(catalog, catalog.lineup(name, level), false, level, source);
        }
        return level == null
                ? auto(catalog, PowerLevel.BALANCED, Explanation.LevelSource.DEFAULT)
                : auto(catalog, level, source);
    }

    private static Contest auto(Catalog catalog, PowerLevel level, Explanation.LevelSource source) {
        return new Contest(catalog, catalog.auto(level), true, level, source);
    }
}
