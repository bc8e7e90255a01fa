/**
 * JSON for translation: a tree that keeps where everything stood, so that schemas, numbers and pictures go from one body
 * into the other as they came, and a writer that copies such pieces once.
 */
@NullMarked
package io.penstock.json;

import org.jspecify.annotations.NullMarked;
