/** What is served at this moment, by whom, and how it came about. */
@NullMarked
package io.penstock.catalog;

import org.jspecify.annotations.NullMarked;
