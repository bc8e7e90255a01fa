/**
 * PostgreSQL: the embedded server or an operator's own, its migrations, the pool, and the snapshot of access keys.
 * Opening blocks and belongs on the main thread; what cannot be opened is told in one sentence by {@link StoreException}.
 */
@NullMarked
package io.penstock.store;

import org.jspecify.annotations.NullMarked;
