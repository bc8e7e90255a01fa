package io.penstock.architecture.bad;

import io.penstock.architecture.bad.usage.Ledger;

/** The root: it may use everything, read clocks and end the process. */
public final class Composition {
    public final Ledger ledger = new Ledger();

    public long nanos() {
        return System.nanoTime();
    }

    public void end() {
        System.exit(0);
    }
}
