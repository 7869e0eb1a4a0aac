package io.jyro.pickle;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.ServiceLoader;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.jyro.Serializer;
import io.jyro.serialize.format.Codecs;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** What makes a pickle harmless: that there is no way here from a name to code. */
class PickleArchitectureTest {
    private static final JavaClasses module = new ClassFileImporter().importUrl(
            PickleCodec.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void noClassIsEverFoundByAName() {
        check(noClasses().should().callMethodWhere(target(describe("looks up a class by name",
                method -> method.getOwner().isEquivalentTo(Class.class)
                        && List.of("forName", "forPrimitiveName").contains(method.getName())
                        || method.getName().equals("loadClass"))))
                .orShould().dependOnClassesThat().areAssignableTo(ClassLoader.class).orShould()
                .dependOnClassesThat().areAssignableTo(ServiceLoader.class));
    }

    @Test
    void nothingIsCalledOrMadeByReflection() {
        check(noClasses().should().dependOnClassesThat()
                .areAssignableTo(Method.class).orShould().dependOnClassesThat()
                .areAssignableTo(Constructor.class).orShould().dependOnClassesThat()
                .areAssignableTo(Field.class).orShould().dependOnClassesThat()
                .areAssignableTo(Proxy.class).orShould().dependOnClassesThat()
                .areAssignableTo(java.lang.invoke.MethodHandle.class).orShould()
                .callMethodWhere(target(describe("asks a class for its members",
                        method -> method.getOwner().isEquivalentTo(Class.class)
                                && (method.getName().equals("newInstance")
                                        || method.getName().startsWith("getDeclared")
                                        || method.getName().startsWith("getMethod")
                                        || method.getName().startsWith("getConstructor"))))));
    }

    @Test
    void nothingIsReadThatJavaSerialized() {
        check(noClasses().should().dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class));
    }

    @Test
    void noProcessIsStartedAndNoFileOrSocketOpened() {
        check(noClasses().should().dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Runtime.class, System.class).orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..",
                        "java.nio.channels..",
                        "javax.script.."));
    }

    @Test
    void theModuleStandsOnTheLibraryAlone() {
        check(classes().should().onlyDependOnClassesThat(
                resideInAnyPackage("io.jyro", "io.jyro.types", "io.jyro.wire", "io.jyro.serialize",
                        "io.jyro.serialize.bind", "io.jyro.serialize.format",
                        "io.jyro.pickle", "java..", "org.jspecify..")
                        .or(describe("primitive types and their arrays",
                                type -> type.getBaseComponentType().isPrimitive()))));
    }

    @Test
    void staticFieldsAreFinal() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void theLibraryFindsTheCodecs() {
        assertThat(Codecs.available()).contains(Serializer.PICKLE, Serializer.DILL,
                Serializer.CLOUDPICKLE);
        assertThat(Codecs.of(Serializer.DILL)).isInstanceOf(DillCodec.class);
    }

    private static void check(ArchRule rule) {
        rule.check(module);
    }
}
