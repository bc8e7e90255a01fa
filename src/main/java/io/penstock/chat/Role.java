package io.penstock.chat;

/** Who speaks. */
public enum Role {
    /** The operator of the application; {@code developer} in newer OpenAI models. */
    SYSTEM,
    USER,
    ASSISTANT,
    /** The application, with what tools returned. Its turns hold {@link Part.ToolResult} and nothing else. */
    TOOL
}
