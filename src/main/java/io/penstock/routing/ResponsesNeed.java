package io.penstock.routing;

/** For what a model has to be asked in the Responses dialect, where its provider also speaks Chat Completions. */
public enum ResponsesNeed {
    /** For nothing that is known. */
    NONE,
    /** For function tools, at least while it reasons (OpenAI from gpt-5.4 on). */
    TOOLS,
    /** For everything: it exists on {@code /responses} alone. */
    ALWAYS
}
