/** Who calls: presented keys, their hashes, and the snapshot that turns one into a caller. The JDK alone. */
@NullMarked
package io.penstock.access;

import org.jspecify.annotations.NullMarked;
