package io.penstock.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The habits of any text file, each a list of findings. */
final class TextHabits {
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}-])/(?:work|root|home)/[\\w.-]*");
    private static final Pattern REGISTRY =
            Pattern.compile("\\b(?:repo1?\\.maven(?:\\.apache)?\\.org|central\\.sonatype\\.com|oss\\.sonatype\\.org"
                    + "|registry\\.npmjs\\.org|registry\\.yarnpkg\\.com|pypi\\.org|files\\.pythonhosted\\.org"
                    + "|proxy\\.golang\\.org|crates\\.io|rubygems\\.org|[\\w-]+\\.jfrog\\.io"
                    + "|(?:nexus|artifactory)[\\w-]*\\.[\\w.-]+\\.[a-z]{2,})\\b");
    private static final Pattern CODE = Pattern.compile("(?ms)^ {0,3}(```|~~~).*?^ {0,3}\\1|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile(
            "\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|^\\[[^\\]]+\\]:\\s*(\\S+)|(?:src|href)=\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("(?:[a-z][a-z0-9+.-]*:|//|#).*", Pattern.CASE_INSENSITIVE);

    private TextHabits() {}

    static List<Finding> machinePaths(Map<String, String> files) {
        return matches(MACHINE_PATH, files, "name no path of one machine");
    }

    static List<Finding> registryHosts(Map<String, String> files) {
        return matches(REGISTRY, files, "leave the choice of a package registry to the machine");
    }

    /** Links of Markdown files that lead to no file of the repository; links in code are no links. */
    static List<Finding> deadLinks(Map<String, String> files) {
        List<Finding> found = new ArrayList<>();
        files.forEach((path, text) -> {
            if (path.endsWith(".md")) {
                Matcher link = LINK.matcher(CODE.matcher(text).replaceAll(""));
                while (link.find()) {
                    String target = firstGroup(link);
                    if (!ELSEWHERE.matcher(target).matches() && !exists(path, target)) {
                        found.add(new Finding(path, 1, "the link to " + target + " leads nowhere"));
                    }
                }
            }
        });
        return found;
    }

    private static boolean exists(String from, String target) {
        String path = target.replaceFirst("[#?].*", "").replace("%20", " ");
        Path folder = Path.of(from).toAbsolutePath().getParent();
        Path file = path.startsWith("/") ? Path.of(path.substring(1)) : folder.resolve(path);
        return Files.exists(file);
    }

    private static String firstGroup(Matcher link) {
        for (int group = 1; group < link.groupCount(); group++) {
            if (link.group(group) != null) {
                return link.group(group);
            }
        }
        return link.group(link.groupCount());
    }

    private static List<Finding> matches(Pattern bad, Map<String, String> files, String remedy) {
        List<Finding> found = new ArrayList<>();
        files.forEach((path, text) -> {
            Matcher match = bad.matcher(text);
            while (match.find()) {
                long line = 1
                        + text.substring(0, match.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                found.add(new Finding(path, 1, "line " + line + " says `" + match.group() + "`: " + remedy));
            }
        });
        return found;
    }
}
