package kotlin.jvm.internal;

/** Tells a constructor with defaults from others. */
public final class DefaultConstructorMarker {
    private DefaultConstructorMarker() {}
}
