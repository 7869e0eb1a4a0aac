package kotlin;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What Kotlin's compiler puts on classes, for those of {@code src/test/kotlin}. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Metadata {
    /** The kind of the class. */
    int k() default 1;

    /** The version of the format. */
    int[] mv() default {};

    /** The data. */
    String[] d1() default {};

    /** The names. */
    String[] d2() default {};
}
