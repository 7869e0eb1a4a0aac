/** What the class files of {@code src/test/kotlin} need of Kotlin's library. */
@NullMarked
package kotlin.jvm.internal;

import org.jspecify.annotations.NullMarked;
