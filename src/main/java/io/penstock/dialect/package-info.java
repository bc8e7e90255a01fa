/** Wire protocols: what a request asks for, what a stream event means, how an error is spelled. */
@NullMarked
package io.penstock.dialect;

import org.jspecify.annotations.NullMarked;
