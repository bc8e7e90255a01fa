package io.penstock;

import io.penstock.config.Settings;
import io.penstock.config.SettingsException;
import io.penstock.config.SettingsLoader;
import io.penstock.store.StoreException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock serve}: starts the gateway and leaves it running until the process is told to stop. */
@Command(name = "serve", description = "Start the gateway (the default).", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** What the BSD convention (sysexits.h) calls EX_CONFIG. */
    static final int EXIT_CONFIGURATION = 78;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        long began = System.nanoTime();
        try {
            Settings settings = new SettingsLoader(System.getenv()).load();
            Gateway gateway = Gateway.start(settings, out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "stop"));
            out.print(new Banner(gateway.started(), (System.nanoTime() - began) / 1e9).text());
            out.flush();
            return 0;
        } catch (SettingsException | StoreException | StartException e) {
            System.err.println("penstock: " + e.getMessage());
            return EXIT_CONFIGURATION;
        }
    }

    private void stop(Gateway gateway) {
        out.println("Draining open calls and stopping ...");
        gateway.close();
        out.println("Stopped.");
    }
}
