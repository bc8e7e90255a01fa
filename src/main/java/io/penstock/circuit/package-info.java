/** The state of circuits, kept by the circuit breaker of Vert.x. */
@NullMarked
package io.penstock.circuit;

import org.jspecify.annotations.NullMarked;
