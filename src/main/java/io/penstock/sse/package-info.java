/** Server-sent events as bytes: where one event ends and what it carries. */
@NullMarked
package io.penstock.sse;

import org.jspecify.annotations.NullMarked;
