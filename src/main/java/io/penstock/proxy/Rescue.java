package io.penstock.proxy;

import io.penstock.dialect.DeliveredText;

/**
 * An answer that broke off while its caller was reading it, and goes on with another attempt.
 *
 * @param cause why it broke off, which is what the caller is told if nothing helps
 * @param text what the caller has of it
 */
record Rescue(Failure cause, DeliveredText text) {}
