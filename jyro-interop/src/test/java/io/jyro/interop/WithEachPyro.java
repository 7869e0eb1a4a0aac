package io.jyro.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs the tests of a class with Pyro4 and again with Pyro5. The constructor of the class may take that {@link Pyro}, a
 * {@link Python} that has it, and a {@link ThingDaemon}; they are shared by its tests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
@ExtendWith(WithEachPyro.Cases.class)
public @interface WithEachPyro {
    /** What there is in each of the two runs. */
    final class Cases implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
                ExtensionContext context) {
            return Stream.of(Pyro.values())
                    .map(pyro -> new Shared(pyro.module()).offer(Pyro.class, () -> pyro)
                            .offer(Python.class, () -> Python.start(pyro))
                            .offer(ThingDaemon.class, ThingDaemon::start));
        }
    }
}
