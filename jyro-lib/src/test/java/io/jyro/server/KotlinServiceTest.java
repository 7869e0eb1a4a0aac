package io.jyro.server;

import java.util.Map;

import io.jyro.Expose;
import io.jyro.KotlinClasses;
import io.jyro.Loopback;
import io.jyro.client.Proxy;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A class of Kotlin as a service. */
class KotlinServiceTest {
    /** As Kotlin's compiler makes it of a suspend function with a marker of its own. */
    public static class Suspending {
        @Expose
        public @Nullable Object later(Continuation<String> continuation) {
            return null;
        }
    }

    @Test
    void onlyFunctionsThatCanBeCalledAreExposed() throws ReflectiveOperationException {
        Object service = KotlinClasses.named("Service").getConstructor().newInstance();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(service);

            assertThat(proxy.metadata().methods()).containsExactlyInAnyOrder("echo", "greet");
            assertThat(proxy.call("echo", Map.of("room", "attic", "celsius", 1.5)))
                    .hasToString("{room=attic, celsius=1.5, note=null, count=3}");
        }
    }

    @Test
    void aSuspendFunctionThatIsMarkedIsRefused() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> loopback.serve(new Suspending()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a suspend function of Kotlin")
                    .hasMessageContaining("CompletableFuture");
        }
    }
}
