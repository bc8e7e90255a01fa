package io.penstock.config;

import static io.penstock.Seeded.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.catalog.Inventory;
import io.penstock.catalog.LiveCatalog;
import io.penstock.provider.Provider;
import io.penstock.routing.Candidate;
import io.penstock.routing.Catalog;
import io.penstock.routing.Plan;
import io.penstock.routing.Resolution;
import io.penstock.routing.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomRulesTest {
    private static final int FILES = 1_500;
    private static final List<String> PROVIDERS = List.of("p0", "p1", "p2", "p3");

    @TempDir
    private Path folder;

    @Test
    void giveEveryListedIdAPlanWithoutDoublesAndOnlyOfUsableProviders() {
        // Given
        AtomicInteger loaded = new AtomicInteger();
        AtomicInteger longer = new AtomicInteger();
        AtomicInteger circles = new AtomicInteger();

        // When
        Seeded.check(FILES, random -> {
            Loading loading = new Loading(folder, file(random));
            PROVIDERS.stream()
                    .filter(provider -> random.nextInt(3) > 0)
                    .forEach(provider -> loading.with(provider.toUpperCase() + "_API_KEY", "k"));
            String refusal = loading.refusal();
            if (refusal.equals("no refusal")) {
                loaded.incrementAndGet();
                longer.addAndGet(checked(loading.settings(), random));
            } else {
                assertThat(refusal).startsWith("FILE: rules[").contains(" lead in a circle, ");
                circles.incrementAndGet();
            }
        });

        // Then
        assertThat(loaded).hasValueGreaterThan(FILES / 4);
        assertThat(longer).hasValueGreaterThan(FILES);
        assertThat(circles).hasValueGreaterThan(FILES / 20);
    }

    /** How many plans had more than one candidate. */
    private static int checked(Settings settings, Random random) {
        LiveCatalog live = new LiveCatalog(new Inventory(settings.providers(), settings.routing()));
        live.listed(oneOf(random, "p0", "p1", "p2"), some(random, 4, RandomRulesTest::id));
        List<String> usable = settings.providers().stream()
                .filter(Provider::usable)
                .map(Provider::name)
                .toList();
        int longer = 0;
        for (String id : live.current().models().served().keySet()) {
            List<Target> targets = plan(live.current().models(), id).candidates().stream()
                    .map(Candidate::target)
                    .toList();
            assertThat(targets).isNotEmpty().allMatch(target -> usable.contains(target.provider()));
            assertThat(targets.stream().map(target -> target.provider() + " " + target.model()))
                    .doesNotHaveDuplicates();
            assertThat(live.current().models().served()).containsEntry(id, targets.getFirst());
            List<String> own = configured(settings, id).toList();
            assertThat(targets.stream()
                            .filter(target -> target.model().equals(id))
                            .map(Target::provider))
                    .containsAll(own);
            longer += targets.size() > 1 ? 1 : 0;
        }
        return longer;
    }

    private static Stream<String> configured(Settings settings, String id) {
        return settings.providers().stream()
                .filter(provider -> provider.usable() && provider.models().contains(id))
                .map(Provider::name);
    }

    private static Plan plan(Catalog catalog, String id) {
        assertThat(catalog.resolve(id)).isInstanceOf(Resolution.Served.class);
        return ((Resolution.Served) catalog.resolve(id)).plan();
    }

    private static String file(Random random) {
        String providers = PROVIDERS.stream()
                .map(name -> "%s: {base_url: 'http://h', models: [%s]}"
                        .formatted(name, String.join(", ", some(random, 5, RandomRulesTest::offered))))
                .collect(Collectors.joining(", "));
        String rules = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> "{models: [%s], fallbacks: [%s]}"
                        .formatted(
                                String.join(", ", some(random, 2, RandomRulesTest::pattern)),
                                String.join(", ", some(random, 3, RandomRulesTest::fallback))))
                .collect(Collectors.joining(", "));
        return "providers: {" + providers + ", p4: {base_url: 'http://h', models: ['*']}}\nrules: [" + rules + "]\n";
    }

    private static List<String> some(Random random, int max, Function<Random, String> word) {
        return Stream.generate(() -> word.apply(random))
                .limit(1 + random.nextInt(max))
                .toList();
    }

    private static String id(Random random) {
        return oneOf(random, "a", "b", "c", "p1/") + random.nextInt(5);
    }

    private static String offered(Random random) {
        return random.nextInt(6) == 0 ? "'" + oneOf(random, "a*", "p2/*", "c*") + "'" : id(random);
    }

    private static String pattern(Random random) {
        return random.nextInt(4) == 0 ? "'" + oneOf(random, "a*", "b*", "p1/*", "*") + "'" : fallback(random);
    }

    private static String fallback(Random random) {
        return random.nextBoolean() ? id(random) : oneOf(random, "p0/", "p1/", "p2/", "p3/", "sim/") + id(random);
    }
}
