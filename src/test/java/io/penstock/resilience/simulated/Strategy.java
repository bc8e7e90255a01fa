package io.penstock.resilience.simulated;

/** A way of dealing with failing providers. */
interface Strategy {
    String name();

    /** Gets ready for one run. The result makes one call each time it is run. */
    Runnable callers(World world);
}
