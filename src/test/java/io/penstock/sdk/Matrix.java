package io.penstock.sdk;

import io.penstock.dialect.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of clients and providers: how many kinds of call came out as they should. */
final class Matrix {
    private static final Map<String, List<Outcome>> SEEN = new TreeMap<>();

    private Matrix() {}

    static synchronized void keep(String family, List<Outcome> outcomes) {
        SEEN.put(family, outcomes);
    }

    /** One line per client in Markdown. */
    static synchronized String table(String family) {
        List<Outcome> outcomes = SEEN.get(family);
        StringBuilder table = new StringBuilder("| client |");
        for (Wire wire : Wire.values()) {
            table.append(' ').append(wire.label()).append(" |");
        }
        table.append("\n|---|").append("---|".repeat(Wire.values().length)).append('\n');
        for (String client :
                outcomes.stream().map(Outcome::client).distinct().sorted().toList()) {
            table.append("| ").append(client).append(" |");
            for (Wire wire : Wire.values()) {
                List<Outcome> cell = outcomes.stream()
                        .filter(one ->
                                one.client().equals(client) && one.model().equals(wire.label() + "-model"))
                        .toList();
                long good = cell.stream().filter(Outcome::ok).count();
                table.append(' ')
                        .append(good)
                        .append(" of ")
                        .append(cell.size())
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** The document with this table between the comments that mark its place. */
    static String with(String document, String family, String table) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : document.split("\n", -1)) {
            if (line.equals("<!-- " + family + " clients: end -->")) {
                inside = false;
            }
            if (!inside) {
                lines.add(line);
            }
            if (line.equals("<!-- " + family + " clients -->")) {
                inside = true;
                lines.add(table.stripTrailing());
            }
        }
        return String.join("\n", lines);
    }
}
