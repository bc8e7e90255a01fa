package io.penstock.architecture.bad.call;

import io.penstock.architecture.bad.access.Chicken;

/** The other half of a cycle. */
public final class Egg {
    Chicken chicken;
}
