/** Embeddings: OpenAI's {@code /v1/embeddings} in front of providers that spell them differently. */
@NullMarked
package io.penstock.dialect.embeddings;

import org.jspecify.annotations.NullMarked;
