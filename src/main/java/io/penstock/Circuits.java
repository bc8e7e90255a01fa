package io.penstock;

import io.penstock.admin.ProviderStatusRoute;
import io.penstock.admin.TransitionVerticle;
import io.penstock.admission.Admission;
import io.penstock.bus.Bus;
import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Snapshot;
import io.penstock.circuit.LastErrors;
import io.penstock.circuit.VertxSwitch;
import io.penstock.config.BreakerSettings;
import io.penstock.config.Settings;
import io.penstock.health.HealthBoard;
import io.penstock.provider.Provider;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Hints;
import io.penstock.telemetry.BreakerMeters;
import io.penstock.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is known of failing providers, constructed with all that shows it to operators. */
final class Circuits {
    private final LiveCatalog catalog;
    private final BreakerSettings breaker;
    private final Cells cells;
    private final LastErrors errors = new LastErrors();
    private final Hints hints = new Hints();

    Circuits(Vertx vertx, Settings settings, LiveCatalog catalog) {
        this.catalog = catalog;
        breaker = settings.resilience().breaker();
        Bus bus = new Bus(vertx);
        cells = new Cells(
                keys(catalog.current()),
                breaker.rules(),
                settings.resilience().bench().rules(),
                VertxSwitch.of(vertx, TimeUnit.SECONDS.toMillis(breaker.openSeconds())),
                bus::circuitChanged);
        catalog.follow(change -> {
            cells.follow(keys(change.after()), change.uprooted());
            hints.forget(change.uprooted());
        });
        // What changed before that was heard of is seen now.
        cells.follow(keys(catalog.current()), Set.of());
    }

    private static Map<String, Integer> keys(Snapshot snapshot) {
        return snapshot.providers().stream()
                .collect(Collectors.toMap(
                        Provider::name, provider -> provider.keys().size()));
    }

    Cells cells() {
        return cells;
    }

    /** What targets reject. */
    Hints hints() {
        return hints;
    }

    LastErrors errors() {
        return errors;
    }

    /** To be deployed before the first call. */
    TransitionVerticle transitions(Telemetry telemetry) {
        BreakerMeters meters = new BreakerMeters(telemetry.registry(), cells, System::nanoTime);
        catalog.follow(change -> meters.show(names(change.after())));
        meters.show(names(catalog.current()));
        return new TransitionVerticle(meters);
    }

    private static List<String> names(Snapshot snapshot) {
        return snapshot.providers().stream().map(Provider::name).toList();
    }

    ProviderStatusRoute status(Admission admission, HealthBoard board, InstantSource clock) {
        return new ProviderStatusRoute(
                admission,
                new ProviderStatusRoute.Sources(
                        () -> catalog.current().providers(),
                        cells,
                        breaker.windowSeconds(),
                        errors,
                        name -> board.finding(name, clock.instant()),
                        System::nanoTime,
                        clock));
    }
}
