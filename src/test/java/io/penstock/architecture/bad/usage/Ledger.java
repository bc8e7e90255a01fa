package io.penstock.architecture.bad.usage;

import io.penstock.architecture.bad.Composition;

/** A package that uses the root. */
public final class Ledger {
    Composition root;
}
