/** The static settings: read once at start, validated, immutable. */
@NullMarked
package io.penstock.config;

import org.jspecify.annotations.NullMarked;
