package io.penstock.sse;

import java.util.ArrayList;
import java.util.List;

/**
 * Server-sent events read one character at a time, as sections 9.2.5 and 9.2.6 of the HTML standard say it. Each byte is
 * one character here (ISO 8859-1).
 */
final class SlowEvents {
    /** An event: its bytes with its empty line, where it begins and the values of its data lines. */
    record Event(int start, int end, List<String> data) {}

    private final List<Event> events = new ArrayList<>();
    private List<String> data = new ArrayList<>();
    private int start;

    static List<Event> read(String input) {
        SlowEvents reader = new SlowEvents();
        int at = input.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
        StringBuilder line = new StringBuilder();
        while (at < input.length()) {
            char c = input.charAt(at++);
            if (c != '\r' && c != '\n') {
                line.append(c);
                continue;
            }
            if (c == '\r' && at < input.length() && input.charAt(at) == '\n') {
                at++;
            }
            reader.line(line.toString(), at);
            line.setLength(0);
        }
        return reader.events;
    }

    private void line(String line, int end) {
        if (line.isEmpty()) {
            events.add(new Event(start, end, data));
            data = new ArrayList<>();
            start = end;
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (field.equals("data")) {
            data.add(value.startsWith(" ") ? value.substring(1) : value);
        }
    }
}
