/** What Amazon Web Services want of every request: a signature. */
@NullMarked
package io.penstock.aws;

import org.jspecify.annotations.NullMarked;
