package io.penstock.dialect.messages;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ids of one call's tool uses as the API takes them: letters, digits, {@code _} and {@code -}. The same id is always
 * spelled the same, and two ids never alike. Owned by one call.
 */
final class ToolIds {
    private final Map<String, String> spelled = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    String of(String id) {
        String known = spelled.get(id);
        if (known != null) {
            return known;
        }
        String plain = plain(id);
        String free = plain;
        for (int next = 2; !taken.add(free); next++) {
            free = plain + "_" + next;
        }
        spelled.put(id, free);
        return free;
    }

    private static String plain(String id) {
        StringBuilder plain = new StringBuilder(id.length());
        for (int at = 0; at < id.length(); at++) {
            char c = id.charAt(at);
            boolean allowed = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
            plain.append(allowed ? c : '_');
        }
        return plain.isEmpty() ? "_" : plain.toString();
    }
}
