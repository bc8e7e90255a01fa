/**
 * Google's {@code generateContent} and {@code streamGenerateContent}, to callers and to providers (AI Studio and Vertex).
 * Wire facts: the Gemini API's public protos and the requests of Google's own clients.
 */
@NullMarked
package io.penstock.dialect.gemini;

import org.jspecify.annotations.NullMarked;
