package kotlin.jvm.internal;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What the equals methods of Kotlin's data classes call. */
public final class Intrinsics {
    private Intrinsics() {}

    /** Whether two references are equal. */
    public static boolean areEqual(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other);
    }
}
