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
 * {@link Python} that has it, a {@link ThingDaemon}, and the {@link Link} between the two; they are shared by its tests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
@ExtendWith(WithEachPyro.Cases.class)
public @interface WithEachPyro {
    /** Whether the tests run over each link that the Pyro has, and not over the plain one alone. */
    boolean overEachLink() default false;

    /** What there is in each of the two runs. */
    final class Cases implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
                ExtensionContext context) {
            boolean all = context.getRequiredTestClass().getAnnotation(WithEachPyro.class)
                    .overEachLink();
            return Stream.of(Pyro.values()).flatMap(
                    pyro -> Link.of(pyro.dialect(), all).map(link -> shared(pyro, link)));
        }

        private static Shared shared(Pyro pyro, Link link) {
            return new Shared(link.with(pyro.module())).offer(Pyro.class, () -> pyro)
                    .offer(Link.class, () -> link)
                    .offer(Python.class, () -> Python.start(pyro, link.variables()))
                    .offer(ThingDaemon.class, () -> ThingDaemon.start(link));
        }
    }
}
