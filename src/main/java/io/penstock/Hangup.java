package io.penstock;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP: reads the configuration again. The JDK has no supported way to receive signals, so its own is looked
 * up at run time, and where it is missing, SIGHUP ends the process as it always did.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);
    /** 128 and the signal's number, as shells have it. */
    private static final int EXIT_HANGUP = 129;

    private Hangup() {}

    /**
     * From now on.
     *
     * @param reread what is done; on a thread of the JVM's
     */
    static void follow(Runnable reread, PrintStream out) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object receiving = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, values) -> switch (method.getName()) {
                        case "handle" -> {
                            received(reread, out);
                            yield null;
                        }
                        case "equals" -> false;
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "penstock";
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), receiving);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("SIGHUP is not received here", e);
        }
    }

    private static void received(Runnable reread, PrintStream out) {
        out.println("SIGHUP: reading the configuration again ...");
        if (out.checkError()) {
            // The terminal is gone: that is what the signal says first of all.
            System.exit(EXIT_HANGUP);
        }
        reread.run();
    }
}
