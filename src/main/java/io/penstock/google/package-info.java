/** What Google Cloud wants to be shown: access tokens, for which a service account signs. */
@NullMarked
package io.penstock.google;

import org.jspecify.annotations.NullMarked;
