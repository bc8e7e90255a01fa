/** Who can be asked: base URL, keys and quirks of each provider. */
@NullMarked
package io.penstock.provider;

import org.jspecify.annotations.NullMarked;
