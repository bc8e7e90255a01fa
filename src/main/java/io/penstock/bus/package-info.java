/** What layer 3 packages say to one another: addresses and the local codec. */
@NullMarked
package io.penstock.bus;

import org.jspecify.annotations.NullMarked;
