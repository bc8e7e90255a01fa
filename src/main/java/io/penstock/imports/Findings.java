package io.penstock.imports;

import java.util.ArrayList;
import java.util.List;

/** What an import has to tell, in the order of the file. What is said twice is kept once. */
final class Findings {
    /** Beyond this many the rest is only counted. */
    static final int KEPT_MAX = 2_000;

    private final List<Finding> kept = new ArrayList<>();
    private int more;

    void lost(String path, String clause) {
        add(new Finding(path, Finding.Kind.LOST, clause));
    }

    void changed(String path, String clause) {
        add(new Finding(path, Finding.Kind.CHANGED, clause));
    }

    void set(String path, String clause) {
        add(new Finding(path, Finding.Kind.SET, clause));
    }

    private void add(Finding finding) {
        if (kept.size() >= KEPT_MAX) {
            more++;
        } else if (!kept.contains(finding)) {
            kept.add(finding);
        }
    }

    List<Finding> all() {
        List<Finding> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add(new Finding("the file", Finding.Kind.LOST, "holds " + more + " more of such things"));
        }
        return all;
    }
}
