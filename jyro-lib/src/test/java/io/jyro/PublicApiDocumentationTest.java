package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that users can name says what it is. Javadoc itself checks what is said, not that something is. */
class PublicApiDocumentationTest {
    @Test
    void everyPublicTypeAndMemberIsDocumented() throws IOException {
        Path sources = Path.of(System.getProperty("jyro.root"), "jyro-lib", "src", "main", "java");
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }

        List<String> undocumented = undocumented(files);

        assertThat(files).hasSizeGreaterThan(50);
        assertThat(undocumented).isEmpty();
    }

    private static List<String> undocumented(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null,
                    List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            List<String> found = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(docs, found).scan(unit, null);
            }
            return found;
        }
    }

    /** Goes through the members of public types; what is not public is passed over with all that it holds. */
    private static final class Reader extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> undocumented;

        Reader(DocTrees docs, List<String> undocumented) {
            this.docs = docs;
            this.undocumented = undocumented;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isVisible(type.getModifiers())) {
                return null;
            }
            check(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(marker -> marker.getAnnotationType().toString().equals("Override"));
            boolean canonical = method.getReturnType() == null
                    && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
            if (isVisible(method.getModifiers()) && !overrides && !canonical) {
                check(method.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void unused) {
            boolean isRecordComponent = getCurrentPath().getParentPath().getLeaf()
                    .getKind() == Tree.Kind.RECORD
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (isVisible(field.getModifiers()) && !isRecordComponent) {
                check(field.getName().toString());
            }
            return null;
        }

        // What stands in an interface is public without saying so.
        private boolean isVisible(ModifiersTree modifiers) {
            TreePath parent = getCurrentPath().getParentPath();
            boolean inInterface = parent != null
                    && (parent.getLeaf().getKind() == Tree.Kind.INTERFACE
                            || parent.getLeaf().getKind() == Tree.Kind.ANNOTATION_TYPE);
            return inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE)
                    || modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private void check(String name) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment == null || comment.isBlank()) {
                CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
                long line = unit.getLineMap()
                        .getLineNumber(docs.getSourcePositions().getStartPosition(unit,
                                getCurrentPath().getLeaf()));
                undocumented.add(Path.of(unit.getSourceFile().getName()).getFileName() + ":" + line
                        + " " + name);
            }
        }
    }
}
