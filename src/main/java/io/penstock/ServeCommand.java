package io.penstock;

import io.penstock.config.Settings;
import io.penstock.config.SettingsException;
import io.penstock.config.SettingsLoader;
import io.penstock.store.StoreException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code penstock serve}: starts the gateway and leaves it running until the process is told to stop. */
@Command(name = "serve", description = "Start the gateway (the default).", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** What the BSD convention (sysexits.h) calls EX_CONFIG. */
    static final int EXIT_CONFIGURATION = 78;

    /** How long a process that is told to stop while it starts waits for the start to be over. */
    private static final int START_SECONDS_MAX = 120;

    private final PrintStream out = System.out;

    /** Done when the start is over; {@code null} where it failed. */
    private final CompletableFuture<@Nullable Gateway> starting = new CompletableFuture<>();

    private volatile boolean stopping;

    @Override
    public Integer call() {
        long began = System.nanoTime();
        try {
            Settings settings = new SettingsLoader(System.getenv()).load();
            // Before the start, so that being told to stop in the middle of it leaves no PostgreSQL behind.
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            Gateway gateway = Gateway.start(settings, out::println);
            out.print(new Banner(gateway.started(), (System.nanoTime() - began) / 1e9).text());
            out.flush();
            Hangup.follow(gateway::reread, out);
            starting.complete(gateway);
            return 0;
        } catch (SettingsException | StoreException | StartException e) {
            System.err.println("penstock: " + e.getMessage());
            return EXIT_CONFIGURATION;
        } catch (RuntimeException e) {
            if (stopping) {
                // A JVM that ends lets nobody add hooks any more; what was started by then is stopped again.
                return 0;
            }
            throw e;
        } finally {
            starting.complete(null);
        }
    }

    private void stop() {
        try {
            boolean midway = !starting.isDone();
            stopping = true;
            if (midway) {
                out.println("Stopping as soon as the start is over ...");
            }
            Gateway gateway = starting.get(START_SECONDS_MAX, TimeUnit.SECONDS);
            if (gateway != null) {
                out.println("Draining open calls and stopping ...");
                gateway.close();
            }
            LogQueue.flush();
            if (midway || gateway != null) {
                out.println("Stopped.");
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            System.err.println(
                    "penstock: the start did not end within " + START_SECONDS_MAX + " s: stopping as it is.");
        }
    }
}
