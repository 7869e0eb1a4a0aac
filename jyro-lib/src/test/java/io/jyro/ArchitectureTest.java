package io.jyro;

import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.channels.Channel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The layers of the library, as in docs/architecture.md: which packages a package may use. */
class ArchitectureTest {
    // From the ground up; each package sees those before it.
    private static final List<String> FLOORS = List.of("io.jyro.text", "io.jyro.keys", "io.jyro",
            "io.jyro.types", "io.jyro.wire", "io.jyro.serialize.bind", "io.jyro.serialize",
            "io.jyro.serialize.format", "io.jyro.transport", "io.jyro.transport.tls",
            "io.jyro.transport.message", "io.jyro.rpc", "io.jyro.client.exchange",
            "io.jyro.client.link", "io.jyro.client", "io.jyro.server.objects",
            "io.jyro.server.calls", "io.jyro.server");

    // A reader can keep so many in mind.
    private static final int MOST_IN_A_CYCLE = 5;
    private static final int MOST_IN_A_PACKAGE = 40;

    private static final JavaClasses library = new ClassFileImporter().importUrl(
            PyroException.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void signaturesAreComparedInConstantTime() {
        classes().that().haveSimpleName("Hmac").should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(library);
        noClasses().that().haveSimpleName("Hmac").should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class).check(library);
    }

    @TestFactory
    List<DynamicTest> aPackageSeesOnlyThoseBelowIt() {
        return FLOORS.stream().map(floor -> {
            String[] above = FLOORS.subList(FLOORS.indexOf(floor) + 1, FLOORS.size())
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(floor, () -> {
                if (above.length > 0) {
                    check(noClasses().that().resideInAPackage(floor).should()
                            .dependOnClassesThat().resideInAnyPackage(above));
                }
            });
        }).toList();
    }

    @Test
    void packagesFormNoCycle() {
        // the root is a slice of its own, so both it and its children are matched
        check(slices().matching("io.(**)").should().beFreeOfCycles());
    }

    @Test
    void noMoreThanFiveClassesOfAPackageDependOnEachOther() {
        List<Set<String>> cycles = new ArrayList<>();
        for (String floor : FLOORS) {
            Map<String, Set<String>> uses = usesWithin(floor);
            Map<String, Set<String>> reached = new TreeMap<>();
            uses.keySet().forEach(type -> reached.put(type, reachedFrom(type, uses)));
            reached.forEach((type, others) -> {
                Set<String> cycle = new TreeSet<>(others);
                cycle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(type));
                if (cycle.size() > MOST_IN_A_CYCLE && !cycles.contains(cycle)) {
                    cycles.add(cycle);
                }
            });
        }

        assertThat(cycles).isEmpty();
    }

    @Test
    void noPackageHasMoreThanFortyClasses() {
        // io.jyro may have more: users look up its types one by one.
        for (String floor : FLOORS) {
            if (!floor.equals("io.jyro")) {
                assertThat(usesWithin(floor).keySet()).as(floor)
                        .hasSizeBetween(1, MOST_IN_A_PACKAGE);
            }
        }
    }

    @Test
    void everyPackageIsOnTheMap() {
        check(classes().should().resideInAnyPackage(FLOORS.toArray(String[]::new)));
    }

    @Test
    void theClientDoesNotSeeTheServer() {
        check(noClasses().that().resideInAPackage("io.jyro.client..").should()
                .dependOnClassesThat().resideInAPackage("io.jyro.server.."));
    }

    @Test
    void theServerSeesOfTheClientOnlyProxyAndNameServer() {
        DescribedPredicate<JavaClass> restOfTheClient = resideInAPackage("io.jyro.client..")
                .and(not(describe("Proxy, NameServer and what they nest",
                        type -> List.of(Proxy.class.getName(), NameServer.class.getName())
                                .contains(outermost(type).getName()))));

        check(noClasses().that().resideInAPackage("io.jyro.server..").should()
                .dependOnClassesThat(restOfTheClient));
    }

    @Test
    void theTypesAreForEveryoneAndKnowNobody() {
        check(classes().that().resideInAPackage("io.jyro.types..").should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.jyro.types..", "io.jyro", "io.jyro.text", "java..",
                        "org.jspecify.."));
    }

    @Test
    void theWireTouchesNoSocket() {
        check(noClasses().that().resideInAPackage("io.jyro.wire..").should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.jyro.transport.."));
    }

    @Test
    void theWireKnowsNoJavaObjectsOfUsers() {
        check(noClasses().that().resideInAPackage("io.jyro.wire..").should().dependOnClassesThat()
                .resideInAnyPackage("io.jyro.types..", "io.jyro.serialize..",
                        "java.lang.reflect.."));
    }

    @Test
    void whatEveryoneNamesKnowsNoSocketAndNoSerializer() {
        check(noClasses().that().resideInAPackage("io.jyro").should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.jyro.serialize.."));
    }

    @Test
    void theTransportKnowsNoCalls() {
        check(noClasses().that().resideInAPackage("io.jyro.transport..").should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jyro.serialize..", "io.jyro.types..", "io.jyro.rpc.."));
    }

    @Test
    void aCallKnowsNoTransport() {
        check(noClasses().that().resideInAPackage("io.jyro.rpc..").should().dependOnClassesThat()
                .resideInAPackage("io.jyro.transport.."));
    }

    @Test
    void outsideTheTransportNobodyCallsASocket() {
        DescribedPredicate<JavaClass> sockets = resideInAPackage("java.nio.channels..")
                .or(assignableTo(Socket.class))
                .or(assignableTo(ServerSocket.class))
                .or(assignableTo(DatagramSocket.class))
                .or(assignableTo(Channel.class));

        check(noClasses().that().resideOutsideOfPackage("io.jyro.transport..").should()
                .callMethodWhere(target(owner(sockets))).orShould()
                .callConstructorWhere(target(owner(sockets))));
    }

    @Test
    void theLibraryStandsOnTheJdkAndTwoSmallLibraries() {
        check(classes().should().onlyDependOnClassesThat(resideInAnyPackage("io.jyro..", "java..",
                "javax..", "jdk.net..", "org.slf4j..", "org.jspecify..")
                .or(describe("primitive types and their arrays",
                        type -> type.getBaseComponentType().isPrimitive()))));
    }

    @Test
    void staticFieldsAreFinal() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void publicExceptionsArePyroExceptions() {
        check(classes().that().areAssignableTo(Throwable.class).and().arePublic()
                // keys is below PyroException, and the exceptions of transport are caught above it
                .and().resideOutsideOfPackages("io.jyro.keys", "io.jyro.transport")
                .should().beAssignableTo(PyroException.class));
    }

    @Test
    void noClassIsEverFoundByAName() {
        check(noClasses().should()
                .callMethodWhere(target(describe("looks up a class by name",
                        method -> method.getOwner().isEquivalentTo(Class.class)
                                && List.of("forName", "forPrimitiveName").contains(method.getName())
                                || method.getName().equals("loadClass")
                                || method.getOwner()
                                        .isEquivalentTo(MethodHandles.Lookup.class)
                                        && List.of("findClass", "defineClass", "defineHiddenClass")
                                                .contains(method.getName()))))
                .orShould().dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class).orShould()
                .dependOnClassesThat().areAssignableTo(URLClassLoader.class));
    }

    @Test
    void onlyLabelsAndChoicesAmongEqualsAreEasyToGuess() {
        // Correlation ids tell calls apart, and any of several equal objects will do. All else is drawn securely.
        DescribedPredicate<JavaClass> secure = not(describe("what may be guessed",
                type -> List.of("io.jyro.server.calls.CorrelationIds", "io.jyro.client.UriResolver")
                        .contains(type.getName())));

        check(noClasses().that(secure).should().dependOnClassesThat(
                assignableTo(Random.class).and(not(assignableTo(SecureRandom.class)))
                        .or(assignableTo(SplittableRandom.class)))
                .orShould().callMethod(Math.class, "random"));
    }

    @Test
    void onlyDaemonServePrints() {
        check(noClasses().that().doNotHaveFullyQualifiedName(Daemon.class.getName()).should()
                .accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    @Test
    void nobodyEndsTheProcess() {
        check(noClasses().should().callMethod(System.class, "exit", int.class).orShould()
                .callMethod(Runtime.class, "exit", int.class).orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void publicNamesHaveNoWordThatSaysNothing() {
        check(noClasses().should().haveSimpleNameEndingWith("Manager").orShould()
                .haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Impl")
                .orShould().haveSimpleNameStartingWith("Abstract").orShould()
                .haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils"));
    }

    @Test
    void theMapIsNotEmpty() {
        assertThat(library).hasSizeGreaterThan(100);
    }

    /** Returns for each outermost class of a package the other classes of the package that it uses. */
    private static Map<String, Set<String>> usesWithin(String floor) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : library) {
            if (type.getPackageName().equals(floor)
                    && !type.getSimpleName().equals("package-info")) {
                String name = outermost(type).getSimpleName();
                Set<String> used = uses.computeIfAbsent(name, any -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(target -> target.getPackageName().equals(floor))
                        .forEach(target -> used.add(outermost(target).getSimpleName()));
            }
        }
        return uses;
    }

    private static Set<String> reachedFrom(String type, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(uses.getOrDefault(type, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                open.addAll(uses.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static void check(ArchRule rule) {
        rule.check(library);
    }
}
