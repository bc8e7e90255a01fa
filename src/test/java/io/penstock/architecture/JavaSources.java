package io.penstock.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java files, parsed by the JDK's own parser and not compiled. */
final class JavaSources {
    private JavaSources() {}

    /** One parsed file; its path is relative to the repository and has slashes on every system. */
    record JavaSource(String path, String text, CompilationUnitTree unit, Trees trees) {
        boolean isMain() {
            return path.startsWith("src/main/");
        }

        boolean isPackageInfo() {
            return path.endsWith("/package-info.java");
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/'));
        }

        int lines() {
            return (int) text.lines().count();
        }

        int linesOf(Tree tree) {
            long start = trees.getSourcePositions().getStartPosition(unit, tree);
            long end = trees.getSourcePositions().getEndPosition(unit, tree);
            return (int)
                    (unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1);
        }

        boolean hasJavadoc(Tree tree) {
            return trees.getDocComment(TreePath.getPath(unit, tree)) != null;
        }
    }

    /** Parses files given as path and text. */
    static List<JavaSource> parse(Map<String, String> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<InMemory> units = files.entrySet().stream()
                .map(file -> new InMemory(file.getKey(), file.getValue()))
                .toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, units);
        Trees trees = Trees.instance(task);
        List<JavaSource> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String path = unit.getSourceFile().toUri().getPath().substring(1);
                sources.add(new JavaSource(path, files.get(path), unit, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String text;

        InMemory(String path, String text) {
            super(URI.create("memory:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
