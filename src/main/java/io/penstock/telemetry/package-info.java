/** Meters with bounded label sets, and the registry behind them. */
@NullMarked
package io.penstock.telemetry;

import org.jspecify.annotations.NullMarked;
