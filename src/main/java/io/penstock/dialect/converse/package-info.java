/** Amazon Bedrock's Converse and ConverseStream, spoken to providers. */
@NullMarked
package io.penstock.dialect.converse;

import org.jspecify.annotations.NullMarked;
