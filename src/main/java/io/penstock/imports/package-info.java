/**
 * Other gateways' configurations as rows of the catalog, with a report of what has no place here. Nothing in it is trusted: it is
 * a file somebody wrote for another program. A secret that stands in it is neither carried over nor shown.
 */
@NullMarked
package io.penstock.imports;

import org.jspecify.annotations.NullMarked;
