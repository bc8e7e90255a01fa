/** OpenAI Responses: callers such as Codex speak it, and some providers speak nothing else. Facts: openai-openapi 2.3.0. */
@NullMarked
package io.penstock.dialect.responses;

import org.jspecify.annotations.NullMarked;
