package io.penstock.routing;

import java.util.List;
import java.util.Map;

/** Tells what targets are known to reject. Called on event loops: it must not wait. */
public interface Compatibility {
    /** Nothing is known. */
    Compatibility OPEN = Map::of;

    /** By {@code provider/model}. Immutable; another map after each change. */
    Map<String, List<Hint>> hints();
}
