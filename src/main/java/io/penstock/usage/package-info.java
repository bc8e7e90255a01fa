/** The usage worker: finished calls become rows of llm_usage_logs. */
@NullMarked
package io.penstock.usage;

import org.jspecify.annotations.NullMarked;
