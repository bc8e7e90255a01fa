package io.penstock.routing;

/** What a model can do, as far as it is told. A card without one says that nobody has said so, not that it cannot. */
public enum Capability {
    /** Calls functions. */
    TOOLS,
    /** Sees images. */
    VISION,
    /** Answers by a JSON schema. */
    JSON_SCHEMA,
    /** Thinks before it answers. */
    REASONING,
    /** Turns text into vectors. */
    EMBEDDINGS,
    /** Makes images. */
    IMAGE,
    /** Hears or speaks. */
    AUDIO
}
