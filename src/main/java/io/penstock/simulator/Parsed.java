package io.penstock.simulator;

/** A model call as understood, or why it was not. */
sealed interface Parsed permits Generate, Embed, ApiError {}
