package io.penstock.architecture.bad.access;

import io.penstock.architecture.bad.call.Egg;

/** One half of a cycle. */
public final class Chicken {
    Egg egg;
}
