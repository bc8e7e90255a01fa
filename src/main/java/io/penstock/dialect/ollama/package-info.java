/** Ollama's own chat, spoken to providers. */
@NullMarked
package io.penstock.dialect.ollama;

import org.jspecify.annotations.NullMarked;
