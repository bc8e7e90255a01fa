package io.penstock;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end with what it says on both streams kept in order. */
final class ChildProcess {
    private final ProcessBuilder builder;

    /**
     * How it ended.
     *
     * @param exit its exit code, {@link #LATE} where it had to be killed
     */
    record Result(int exit, String output) {
        static final int LATE = -1;

        boolean succeeded() {
            return exit == 0;
        }
    }

    ChildProcess(Path folder, String... command) {
        builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    }

    /** With these variables, and none else of the SDKs' own that this machine may have set. */
    ChildProcess with(Map<String, String> variables) {
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        builder.environment().putAll(variables);
        return this;
    }

    /** Runs it, and kills it and all that it started when it takes longer. */
    Result run(Duration atMost) throws IOException, InterruptedException {
        Path output = Files.createTempFile("penstock-child", ".log");
        try {
            Process process = builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = false;
            try {
                ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Result(ended ? process.exitValue() : Result.LATE, Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
