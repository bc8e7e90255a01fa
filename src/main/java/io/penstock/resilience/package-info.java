/** When a provider fails: what a failure means, who is asked next, who is left alone for a while, and what models reject. */
@NullMarked
package io.penstock.resilience;

import org.jspecify.annotations.NullMarked;
