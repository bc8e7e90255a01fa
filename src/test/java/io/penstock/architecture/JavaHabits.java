package io.penstock.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import io.penstock.architecture.JavaSources.JavaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** The habits of Java files, each a list of findings. */
final class JavaHabits {
    private static final int FILE_LINES_MAX = 299;
    private static final int METHOD_LINES_MAX = 40;
    private static final Pattern BANNED_WORD = Pattern.compile("(Impl|Manager|Utils?|Helper)(?![a-z])");
    private static final Pattern SLEEPER = Pattern.compile("(.*\\.)?(Thread|[A-Z]+S)");

    private JavaHabits() {}

    static List<Finding> fileLines(List<JavaSource> sources) {
        return sources.stream()
                .filter(source -> source.lines() > FILE_LINES_MAX)
                .map(source -> new Finding(
                        source.path(),
                        source.lines(),
                        source.lines() + " lines, at most " + FILE_LINES_MAX
                                + ": move one concern to a file of its own"))
                .toList();
    }

    static List<Finding> methodLines(List<JavaSource> sources) {
        return visit(sources, (source, found) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                int lines = source.linesOf(method);
                if (lines > METHOD_LINES_MAX) {
                    String subject = source.path() + "#" + method.getName();
                    String remedy = lines + " lines, at most " + METHOD_LINES_MAX + ": name its parts";
                    found.add(new Finding(subject, lines, remedy));
                }
                return super.visitMethod(method, null);
            }
        });
    }

    static List<Finding> bannedWords(List<JavaSource> sources) {
        return visit(sources, (source, found) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                String name = type.getSimpleName().toString();
                if (BANNED_WORD.matcher(name).find()) {
                    String remedy = "name the type for what it does; Impl, Manager, Util and Helper say nothing";
                    found.add(new Finding(source.path() + "#" + name, 1, remedy));
                }
                return super.visitClass(type, null);
            }
        });
    }

    static List<Finding> sleeps(List<JavaSource> sources) {
        return visit(sources, (source, found) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree member, Void unused) {
                check(member.getIdentifier().toString(), member.getExpression());
                return super.visitMemberSelect(member, null);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree member, Void unused) {
                check(member.getName().toString(), member.getQualifierExpression());
                return super.visitMemberReference(member, null);
            }

            private void check(String name, ExpressionTree owner) {
                if (name.equals("sleep") && SLEEPER.matcher(owner.toString()).matches()) {
                    String remedy = "wait for what you wait for (a future, a latch, an injected clock), never for time";
                    found.add(new Finding(source.path(), 1, remedy));
                }
            }
        });
    }

    static List<Finding> undocumentedTypes(List<JavaSource> sources) {
        return sources.stream()
                .filter(JavaSource::isMain)
                .flatMap(source -> source.unit().getTypeDecls().stream()
                        .filter(type -> type instanceof ClassTree declared && isPublic(declared))
                        .filter(type -> !source.hasJavadoc(type))
                        .map(type -> new Finding(
                                source.path(),
                                1,
                                "say in one to five lines of Javadoc what the type is, who owns it, what bounds it")))
                .toList();
    }

    static List<Finding> unmarkedPackages(List<JavaSource> sources) {
        Set<String> marked = sources.stream()
                .filter(source -> source.isPackageInfo() && isNullMarked(source))
                .map(JavaSource::folder)
                .collect(Collectors.toSet());
        return sources.stream()
                .filter(JavaSource::isMain)
                .map(JavaSource::folder)
                .distinct()
                .filter(folder -> !marked.contains(folder))
                .map(folder ->
                        new Finding(folder, 1, "add a package-info.java with a sentence of Javadoc and @NullMarked"))
                .toList();
    }

    private static boolean isPublic(ClassTree type) {
        return type.getModifiers().getFlags().contains(Modifier.PUBLIC);
    }

    private static boolean isNullMarked(JavaSource source) {
        return Stream.ofNullable(source.unit().getPackage())
                .flatMap(declared -> declared.getAnnotations().stream())
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
    }

    private interface Scan {
        TreeScanner<Void, Void> over(JavaSource source, List<Finding> found);
    }

    private static List<Finding> visit(List<JavaSource> sources, Scan scan) {
        List<Finding> found = new ArrayList<>();
        for (JavaSource source : sources) {
            scan.over(source, found).scan((Tree) source.unit(), null);
        }
        return found;
    }
}
