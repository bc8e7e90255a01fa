/** The canonical call: what every wire dialect is read into and written from. Values only; no JSON library, no network. */
@NullMarked
package io.penstock.chat;

import org.jspecify.annotations.NullMarked;
