/** Anthropic Messages, as callers and providers speak it. */
@NullMarked
package io.penstock.dialect.messages;

import org.jspecify.annotations.NullMarked;
