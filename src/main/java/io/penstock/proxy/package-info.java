/** The data plane: the event-loop verticle and the corridor every call goes through. */
@NullMarked
package io.penstock.proxy;

import org.jspecify.annotations.NullMarked;
