package io.penstock.imports;

import io.penstock.provider.InnerName;
import java.util.regex.Pattern;

/** Hosts that lie in somebody's own network by their name alone; nothing is looked up. */
final class Inside {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:10|127)\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*|169\\.254\\..*"
                    + "|0\\.0\\.0\\.0|100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|::1?|f[cde][0-9a-f]{2}:.*");

    private static final Pattern NAME =
            Pattern.compile("[^.:]+|.*\\.(?:local|internal|lan|home|localhost|svc|cluster\\.local)");

    private Inside() {}

    static boolean isInside(String host) {
        String lower = InnerName.plain(host);
        boolean digits = lower.matches("[0-9.]+");
        return ADDRESS.matcher(lower).matches()
                || !digits && NAME.matcher(lower).matches();
    }
}
