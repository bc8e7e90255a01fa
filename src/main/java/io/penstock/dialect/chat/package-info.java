/** OpenAI Chat Completions, as callers speak it and as providers speak it, with what providers do differently. */
@NullMarked
package io.penstock.dialect.chat;

import org.jspecify.annotations.NullMarked;
