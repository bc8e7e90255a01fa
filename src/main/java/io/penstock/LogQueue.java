package io.penstock;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The queue between event loops and the console. */
final class LogQueue {
    private LogQueue() {}

    /** Writes what waits, and ends logging: the last thing a process does. */
    static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
