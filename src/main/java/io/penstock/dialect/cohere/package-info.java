/** Cohere's v2 chat, spoken to providers. */
@NullMarked
package io.penstock.dialect.cohere;

import org.jspecify.annotations.NullMarked;
