/** Which provider serves which model: an immutable catalog and the answers it gives. */
@NullMarked
package io.penstock.routing;

import org.jspecify.annotations.NullMarked;
