package io.penstock.telemetry;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The one Prometheus registry. Vert.x reports its pools into it; what each socket does it does not report, because the
 * calls' own meters say more and cost less.
 */
public final class Telemetry implements AutoCloseable {
    private static final Set<MetricsDomain> SILENT = EnumSet.of(
            MetricsDomain.NET_CLIENT,
            MetricsDomain.NET_SERVER,
            MetricsDomain.HTTP_CLIENT,
            MetricsDomain.HTTP_SERVER,
            MetricsDomain.DATAGRAM_SOCKET,
            MetricsDomain.EVENT_BUS);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Telemetry() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** For {@code Vertx.builder().withMetrics}. */
    public VertxMetricsFactory vertxMetrics() {
        return new MicrometerMetricsFactory(registry);
    }

    /** For {@code VertxOptions.setMetricsOptions}. */
    public MetricsOptions vertxOptions() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        SILENT.forEach(options::addDisabledMetricsCategory);
        return options.addLabels(Label.POOL_NAME, Label.POOL_TYPE);
    }

    /** Everything, in the Prometheus text format. May take milliseconds: not for an event loop. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
