package io.penstock;

import io.penstock.admin.ProviderStatusRoute;
import io.penstock.admin.TransitionVerticle;
import io.penstock.admission.Admission;
import io.penstock.bus.Bus;
import io.penstock.circuit.LastErrors;
import io.penstock.circuit.VertxSwitch;
import io.penstock.config.BreakerSettings;
import io.penstock.config.Settings;
import io.penstock.health.HealthBoard;
import io.penstock.provider.Provider;
import io.penstock.resilience.Cells;
import io.penstock.telemetry.BreakerMeters;
import io.penstock.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is known of failing providers, constructed with all that shows it to operators. */
final class Circuits {
    private final List<Provider> providers;
    private final BreakerSettings breaker;
    private final Cells cells;
    private final LastErrors errors = new LastErrors();

    Circuits(Vertx vertx, Settings settings, List<Provider> providers) {
        this.providers = providers;
        breaker = settings.resilience().breaker();
        Bus bus = new Bus(vertx);
        cells = new Cells(
                providers.stream()
                        .collect(Collectors.toMap(
                                Provider::name, provider -> provider.keys().size())),
                breaker.rules(),
                settings.resilience().bench().rules(),
                VertxSwitch.of(vertx, TimeUnit.SECONDS.toMillis(breaker.openSeconds())),
                bus::circuitChanged);
    }

    Cells cells() {
        return cells;
    }

    LastErrors errors() {
        return errors;
    }

    /** To be deployed before the first call. */
    TransitionVerticle transitions(Telemetry telemetry) {
        List<String> names = providers.stream().map(Provider::name).toList();
        return new TransitionVerticle(new BreakerMeters(telemetry.registry(), names, cells, System::nanoTime));
    }

    ProviderStatusRoute status(Admission admission, HealthBoard board, InstantSource clock) {
        return new ProviderStatusRoute(
                admission,
                new ProviderStatusRoute.Sources(
                        providers,
                        cells,
                        breaker.windowSeconds(),
                        errors,
                        name -> board.finding(name, clock.instant()),
                        System::nanoTime,
                        clock));
    }
}
