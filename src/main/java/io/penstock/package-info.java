/** Penstock's entry and its composition root: the only place that constructs verticles and stores. */
@NullMarked
package io.penstock;

import org.jspecify.annotations.NullMarked;
