package io.penstock.dialect.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of a conversation that wait for their results. Gemini's calls may have no id: then one is made up from
 * the call's place, so that it is the same whenever the conversation comes again. Owned by one reading.
 */
final class OpenCalls {
    private final List<Call> open = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int calls;

    private record Call(String id, String name) {}

    /** Ids that callers gave and that none made up may take. */
    void taken(String id) {
        ids.add(id);
    }

    /** A call begins; its id, made up where it has none. */
    String begun(@Nullable String id, String name) {
        calls++;
        String known = id == null || id.isEmpty() ? free("call_" + calls) : id;
        open.add(new Call(known, name));
        return known;
    }

    /** The id of the call that a result answers: the one it names, else the first of that name that waits. */
    @Nullable
    String answered(@Nullable String id, String name) {
        for (int i = 0; i < open.size(); i++) {
            Call call = open.get(i);
            boolean same = id == null || id.isEmpty() ? call.name.equals(name) : call.id.equals(id);
            if (same) {
                open.remove(i);
                return call.id;
            }
        }
        return id == null || id.isEmpty() ? null : answered(null, name);
    }

    private String free(String wanted) {
        String id = wanted;
        while (!ids.add(id)) {
            id += "x";
        }
        return id;
    }
}
