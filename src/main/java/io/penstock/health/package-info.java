/** The health worker: free calls to every provider, and what /health says. */
@NullMarked
package io.penstock.health;

import org.jspecify.annotations.NullMarked;
