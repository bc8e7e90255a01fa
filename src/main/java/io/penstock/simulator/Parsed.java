package io.penstock.simulator;

/** A call as understood, or why it was not. */
sealed interface Parsed permits ModelCall, ApiError {}
