/** What operators see of the gateway at work. */
@NullMarked
package io.penstock.admin;

import org.jspecify.annotations.NullMarked;
