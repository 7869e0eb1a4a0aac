package kotlin.coroutines;

/** What a suspend function of Kotlin has as its last parameter. */
public interface Continuation<T> {}
