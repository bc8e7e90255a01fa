package io.penstock.architecture.bad.proxy;

import io.penstock.architecture.bad.config.Settings;
import io.penstock.architecture.bad.usage.Ledger;

/** A package of the top layer that uses its peer; settings are fine. */
public final class AsksUsage {
    Settings settings = new Settings();
    Ledger ledger;
}
