package io.penstock;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped the last first. One thing that fails to stop keeps none of the others running. */
final class Undo {
    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, AutoCloseable stop) {}

    void add(String name, AutoCloseable stop) {
        steps.push(new Step(name, stop));
    }

    void run() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.stop.close();
            } catch (Exception e) {
                LOG.error("stopping the {} failed", step.name, e);
            }
        }
    }
}
