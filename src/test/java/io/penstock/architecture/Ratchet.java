package io.penstock.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The exceptions that are tolerated for now, one {@code rule subject size} per line. They may only shrink: what is not on
 * the list is a complaint, and so is an entry larger than needed or not needed at all.
 */
record Ratchet(List<Entry> entries) {
    record Entry(String rule, String subject, int size) {}

    static Ratchet parse(List<String> lines) {
        return new Ratchet(lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Ratchet::entry)
                .toList());
    }

    private static Entry entry(String line) {
        String[] words = line.trim().split("\\s+");
        if (words.length != 3) {
            throw new IllegalArgumentException("a ratchet line is `rule subject size`, not: " + line);
        }
        return new Entry(words[0], words[1], Integer.parseInt(words[2]));
    }

    /** What is left to mend among the findings of one rule. */
    List<String> complaints(String rule, List<Finding> findings) {
        Map<String, Finding> worst = new LinkedHashMap<>();
        for (Finding finding : findings) {
            worst.merge(finding.subject(), finding, (one, other) -> one.size() >= other.size() ? one : other);
        }
        Stream<String> beyond = worst.values().stream()
                .filter(finding -> finding.size() > allowed(rule, finding.subject()))
                .map(Finding::toString);
        Stream<String> slack = entries.stream()
                .filter(entry -> entry.rule().equals(rule))
                .flatMap(entry -> slack(entry, worst.get(entry.subject())));
        return Stream.concat(beyond, slack).toList();
    }

    private static Stream<String> slack(Entry entry, Finding finding) {
        if (finding == null) {
            return Stream.of("tidy-ratchet.txt: delete `%s %s %d`, it is no longer needed"
                    .formatted(entry.rule(), entry.subject(), entry.size()));
        }
        return finding.size() >= entry.size()
                ? Stream.empty()
                : Stream.of("tidy-ratchet.txt: lower `%s %s` from %d to %d"
                        .formatted(entry.rule(), entry.subject(), entry.size(), finding.size()));
    }

    private int allowed(String rule, String subject) {
        return entries.stream()
                .filter(entry -> entry.rule().equals(rule) && entry.subject().equals(subject))
                .mapToInt(Entry::size)
                .max()
                .orElse(0);
    }
}
