/** One call through the gateway as plain values: what was asked, how it ended, what it used. */
@NullMarked
package io.penstock.call;

import org.jspecify.annotations.NullMarked;
