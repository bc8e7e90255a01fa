/** Who can be asked: base URL, keys and quirks of each provider; and what it means when one refuses. */
@NullMarked
package io.penstock.provider;

import org.jspecify.annotations.NullMarked;
