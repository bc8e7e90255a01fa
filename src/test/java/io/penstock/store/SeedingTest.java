package io.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three-way: what the configuration says, what it said last, and what is there. */
class SeedingTest {
    /** A table in memory, as PostgreSQL's triggers keep it. */
    private static final class Table {
        private final Map<String, Seeding.Row> rows = new HashMap<>();
        private final Map<String, ObjectNode> specs = new HashMap<>();
        private final Map<String, String> digests = new HashMap<>();

        Seeding seed(Map<String, ObjectNode> configured) {
            Map<String, Seeding.Entry> entries = Seeding.entries(configured);
            Seeding seeding = Seeding.of(entries, rows, digests, true);
            List<String> written = new ArrayList<>(seeding.insert());
            written.addAll(seeding.update());
            written.forEach(name ->
                    put(name, configured.get(name), true, entries.get(name).position()));
            seeding.delete().forEach(this::remove);
            digests.putAll(seeding.remember());
            digests.keySet().removeAll(seeding.forget());
            return seeding;
        }

        void put(String name, ObjectNode spec, boolean followsConf, int position) {
            rows.put(name, new Seeding.Row(followsConf, position));
            specs.put(name, spec);
        }

        void remove(String name) {
            rows.remove(name);
            specs.remove(name);
        }
    }

    @Test
    void bringsInWhatIsNewAndDoesNothingTheSecondTime() {
        // Given
        Table table = new Table();
        Map<String, ObjectNode> configured = configured("a", 1, "b", 2);

        // When
        Seeding first = table.seed(configured);
        Seeding second = table.seed(configured);

        // Then
        assertThat(first.insert()).containsExactly("a", "b");
        assertThat(table.rows.get("b")).isEqualTo(new Seeding.Row(true, 20));
        assertThat(second).isEqualTo(new Seeding(List.of(), List.of(), List.of(), Map.of(), List.of(), List.of()));
    }

    @Test
    void followsTheConfigurationWhereNobodyTouchedARow() {
        // Given
        Table table = new Table();
        table.seed(configured("a", 1, "b", 2, "c", 3));

        // When
        Seeding next = table.seed(configured("b", 2, "a", 9));

        // Then
        assertThat(next.update()).containsExactly("b", "a");
        assertThat(next.delete()).containsExactly("c");
        assertThat(table.specs.get("a")).isEqualTo(spec(9));
        assertThat(table.digests).containsOnlyKeys("a", "b");
    }

    @Test
    void keepsWhatAnOperatorChangedAndTellsOfItOnce() {
        // Given
        Table table = new Table();
        table.seed(configured("a", 1));
        table.put("a", spec(5), false, 10);

        // When
        Seeding changed = table.seed(configured("a", 2));
        Seeding again = table.seed(configured("a", 2));
        Seeding gone = table.seed(Map.of());

        // Then
        assertThat(changed.kept()).containsExactly("a");
        assertThat(again.kept()).isEmpty();
        assertThat(gone.delete()).isEmpty();
        assertThat(table.specs.get("a")).isEqualTo(spec(5));
    }

    @Test
    void bringsNothingBackThatWasDeleted() {
        // Given
        Table table = new Table();
        table.seed(configured("a", 1));
        table.remove("a");

        // When
        table.seed(configured("a", 1));
        table.seed(configured("a", 2));

        // Then
        assertThat(table.rows).isEmpty();
    }

    @Test
    void takesOnlyWhatIsNewOfAConfigurationThatIsNotWhole() {
        // Given
        Map<String, Seeding.Entry> entries = Seeding.entries(configured("p/a", 7, "p/new", 1, "q/b", 2));
        Map<String, Seeding.Row> rows = Map.of("p/a", new Seeding.Row(true, 10), "p/c", new Seeding.Row(true, 20));

        // When
        Seeding seeding = Seeding.of(entries, rows, Map.of("p/a", "x", "p/c", "y"), false);

        // Then
        assertThat(seeding.insert()).containsExactly("p/new", "q/b");
        assertThat(seeding.update()).isEmpty();
        assertThat(seeding.delete()).isEmpty();
        assertThat(seeding.forget()).isEmpty();
        assertThat(entries.get("q/b").position())
                .as("counted for each provider")
                .isEqualTo(10);
    }

    @Test
    void neverUndoesAnOperatorWhateverHappensInWhateverOrder() {
        Seeded.check(300, random -> {
            // Given
            History history = new History();

            for (int step = 0; step < 40; step++) {
                // When
                history.step(random);

                // Then
                history.verify();
            }
        });
    }

    /** What operators and the configuration did, and what must have come of it. */
    private static final class History {
        private final Table table = new Table();
        private final Set<String> operators = new HashSet<>();
        private final Set<String> deleted = new HashSet<>();
        private final Map<String, ObjectNode> configured = new LinkedHashMap<>();

        void step(Random random) {
            String name = Seeded.oneOf(random, "a", "b", "c", "d");
            switch (random.nextInt(4)) {
                case 0 -> configured.put(name, spec(random.nextInt(100)));
                case 1 -> {
                    configured.remove(name);
                    deleted.remove(name);
                }
                case 2 -> {
                    table.put(name, spec(1_000), false, 5);
                    operators.add(name);
                    deleted.remove(name);
                }
                default -> {
                    if (table.rows.containsKey(name) && table.digests.containsKey(name)) {
                        deleted.add(name);
                    }
                    table.remove(name);
                    operators.remove(name);
                }
            }
            table.seed(configured);
        }

        void verify() {
            operators.forEach(row -> assertThat(table.specs).containsEntry(row, spec(1_000)));
            deleted.forEach(row -> assertThat(table.rows).doesNotContainKey(row));
            configured.forEach((entry, spec) -> {
                if (!operators.contains(entry) && !deleted.contains(entry)) {
                    assertThat(table.specs).containsEntry(entry, spec);
                }
            });
        }
    }

    private static Map<String, ObjectNode> configured(Object... namesAndValues) {
        Map<String, ObjectNode> specs = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            specs.put((String) namesAndValues[i], spec((int) namesAndValues[i + 1]));
        }
        return specs;
    }

    private static ObjectNode spec(int value) {
        return JsonNodeFactory.instance.objectNode().put("value", value);
    }
}
