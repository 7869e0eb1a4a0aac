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
 * Runs the tests of a class with each kind of {@link Host}, which its constructor takes: Pyro4, Pyro5, and Jyro in both
 * protocols.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
@ExtendWith(WithEachHost.Cases.class)
public @interface WithEachHost {
    /** Whether the tests run over each {@link Link} that the host has, and not over the plain one alone. */
    boolean overEachLink() default false;

    /** What there is in each run. */
    final class Cases implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
                ExtensionContext context) {
            boolean all = context.getRequiredTestClass().getAnnotation(WithEachHost.class)
                    .overEachLink();
            return Stream.of(Host.Kind.values())
                    .flatMap(kind -> Link.of(kind.dialect(), all)
                            .map(link -> new Shared(link.with(kind.name())).offer(Host.class,
                                    () -> Host.start(kind, link))));
        }
    }
}
