/** When a provider fails: what a failure means, who is asked next, and who is left alone for a while. */
@NullMarked
package io.penstock.resilience;

import org.jspecify.annotations.NullMarked;
