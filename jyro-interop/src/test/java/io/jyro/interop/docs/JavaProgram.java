package io.jyro.interop.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

import io.jyro.interop.PeerProcess;

/** Sources that are compiled with the class path of the tests, and run in a JVM of their own. */
final class JavaProgram {
    private static final Pattern PUBLIC_CLASS = Pattern.compile("public class (\\w+)");

    private final Path classes;
    private final String classPath;

    private JavaProgram(Path classes) {
        this.classes = classes;
        this.classPath = classes + System.getProperty("path.separator")
                + System.getProperty("java.class.path");
    }

    /** Compiles sources, each with one public class, with nothing but these options. */
    static JavaProgram compile(Path directory, List<String> sources, String... options)
            throws IOException {
        JavaProgram program = new JavaProgram(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-proc:none", "-d", program.classes.toString(), "-cp",
                System.getProperty("java.class.path")));
        for (String source : sources) {
            Path file = directory.resolve(publicClass(source) + ".java");
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        run("javac", arguments);
        return program;
    }

    /** Runs a tool of the JDK; its output, with which the test fails if the tool fails. */
    static String run(String tool, List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst(tool).orElseThrow().run(out, out,
                arguments.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError(tool + " failed:\n" + said);
        }
        return said.toString();
    }

    PeerProcess start(String main, Map<String, String> variables, String... arguments) {
        List<String> options = new ArrayList<>(List.of("-cp", classPath, main));
        options.addAll(List.of(arguments));
        return PeerProcess.ofJava(variables, options.toArray(String[]::new));
    }

    private static String publicClass(String source) {
        Matcher found = PUBLIC_CLASS.matcher(source);
        if (!found.find()) {
            throw new AssertionError("no public class in\n" + source);
        }
        return found.group(1);
    }
}
