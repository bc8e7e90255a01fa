/** Who calls: the key that a request presents, and whose it is. */
@NullMarked
package io.penstock.admission;

import org.jspecify.annotations.NullMarked;
