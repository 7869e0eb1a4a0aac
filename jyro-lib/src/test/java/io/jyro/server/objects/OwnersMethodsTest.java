package io.jyro.server.objects;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Methods that Java means for the owner of an object are not exposed with its class: docs/protocol.md, 5.2. */
class OwnersMethodsTest {

    @Expose
    static class Door implements AutoCloseable {
        private volatile boolean closed;

        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aClientCannotCloseWhatItsOwnerCloses(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy door = loopback.serve(new Door(), protocol);

            assertThat(door.metadata().methods()).containsExactly("isClosed");
            assertThatThrownBy(() -> door.call("close")).isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("attempt to access unexposed attribute 'close'");
            assertThatThrownBy(() -> door.batch().call("close").invoke())
                    .isInstanceOf(RemoteCallException.class);
            assertThat(door.call("isClosed")).isEqualTo(false);
        }
    }

    @Expose
    static class AllOfThem implements Closeable, Runnable, Callable<String>, Comparable<AllOfThem> {
        @Override
        public void close() {}

        @Override
        public void run() {}

        @Override
        public String call() {
            return "";
        }

        @Override
        public int compareTo(AllOfThem other) {
            return 0;
        }

        public int compareTo(String other) {
            return 1;
        }

        public void run(int times) {}

        public void other() {}
    }

    @Test
    void overloadsThatImplementNothingStay() {
        ExposedClass exposed = ExposureReader.read(AllOfThem.class);

        assertThat(exposed.metadata().methods()).containsExactly("compareTo", "other", "run");
        assertThat(exposed.requireMethod("compareTo")).singleElement().satisfies(
                one -> assertThat(one.method().getParameterTypes()).containsExactly(String.class));
        assertThat(exposed.requireMethod("run")).singleElement().satisfies(
                one -> assertThat(one.method().getParameterTypes()).containsExactly(int.class));
    }

    @SuppressWarnings("MissingImplementsComparable") // that it does not implement it is the case
    @Expose
    static class None {
        public void close() {}

        public void run() {}

        public String call() {
            return "";
        }

        public int compareTo(None other) {
            return 0;
        }
    }

    @Test
    void aClassThatImplementsNoneOfTheInterfacesKeepsItsOwn() {
        assertThat(metadata(None.class).methods()).containsExactly("call", "close", "compareTo",
                "run");
    }

    static class Later extends None implements AutoCloseable {}

    @Test
    void aMethodOfTheSuperclassThatImplementsTheInterfaceOfASubclassIsForItsOwner() {
        assertThat(metadata(Later.class).methods()).containsExactly("call", "compareTo", "run");
    }

    static class MarkedMethod implements AutoCloseable, Runnable {
        @Override
        @Expose
        public void close() {}

        @Override
        public void run() {}
    }

    @Expose
    static class MarkedTwice extends MarkedMethod {
        @Override
        public void close() {}

        @Override
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {MarkedMethod.class, MarkedTwice.class})
    void aMarkerOfTheMethodExposesItAndItsOverrides(Class<?> type) {
        assertThat(metadata(type).methods()).containsExactly("close");
    }

    @Expose(naming = Naming.SNAKE_CASE)
    static class OtherMarkers implements Runnable, Callable<Integer>, Closeable {
        @Override
        @Oneway
        public void run() {}

        @Override
        @Attribute("progress")
        public Integer call() {
            return 7;
        }

        @Override
        @RemoteName("shut_down")
        public void close() {}
    }

    @Test
    void anyMarkerOfTheMethodSaysThatItIsForClients() {
        Metadata metadata = metadata(OtherMarkers.class);

        assertThat(metadata.methods()).containsExactly("run", "shut_down");
        assertThat(metadata.oneway()).containsExactly("run");
        assertThat(metadata.attributes()).containsExactly("progress");
    }

    static class OnlyOneway implements Runnable {
        @Override
        @Oneway
        public void run() {}
    }

    @Test
    void aMarkerThatDoesNotExposeByItselfStillDoesNot() {
        assertThat(metadata(OnlyOneway.class).methods()).isEmpty();
    }

    @Expose
    interface Declaring extends Runnable, Closeable {
        @Override
        void run();
    }

    static class Declared implements Declaring {
        @Override
        public void run() {}

        @Override
        public void close() {}
    }

    @Test
    void aMarkedInterfaceExposesWhatItDeclaresItselfAndNotWhatItInherits() {
        assertThat(metadata(Declared.class).methods()).containsExactly("run");
    }

    @Expose
    interface Elsewhere {
        void close();
    }

    static class BothClose implements Elsewhere, AutoCloseable {
        @Override
        public void close() {}
    }

    @Test
    void aMarkedInterfaceWithoutRelationToTheirsExposesTheMethodToo() {
        assertThat(metadata(BothClose.class).methods()).containsExactly("close");
    }

    interface Unmarked extends AutoCloseable {
        @Override
        void close();
    }

    @Expose
    static class Indirect implements Unmarked {
        @Override
        public void close() {}
    }

    @Expose
    static class OfTheJdk extends FilterInputStream {
        OfTheJdk() {
            super(InputStream.nullInputStream());
        }

        @Override
        public void close() {}
    }

    @Expose
    abstract static class Job implements RunnableFuture<String> {
        @Override
        public void run() {}
    }

    @Expose
    static class Task extends FutureTask<String> {
        Task() {
            super(() -> "");
        }

        @Override
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Indirect.class, OfTheJdk.class, Job.class, Task.class})
    void whatIsImplementedThroughOtherTypesIsForTheOwnerToo(Class<?> type) {
        assertThat(metadata(type).methods()).doesNotContain("close", "run");
    }

    @Expose
    static class Base implements Runnable {
        @Override
        public void run() {}

        public void own() {}
    }

    /** Public above a class that is not: javac makes bridges for what it inherits. */
    public static class Bridged extends Base {}

    @Expose
    static class Overriding extends Base {
        @Override
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Base.class, Bridged.class, Overriding.class})
    void aMarkedSuperclassThatIsRunByItsOwnerDoesNotExposeRun(Class<?> type) {
        assertThat(metadata(type).methods()).containsExactly("own");
    }

    @Expose
    @SuppressWarnings("ComparableType") // compared with what is no such object
    abstract static class Ranked<T> implements Comparable<T>, Callable<T> {
        @Override
        public int compareTo(@Nullable T other) {
            return 0;
        }
    }

    static class RankedText extends Ranked<String> {
        @Override
        public String call() {
            return "";
        }

        @Override
        public int compareTo(@Nullable String other) {
            return 1;
        }
    }

    @Expose
    @SuppressWarnings({"rawtypes", "ComparableType"}) // as old code has it
    static class Raw implements Comparable {
        @Override
        public int compareTo(@Nullable Object other) {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {RankedText.class, Raw.class})
    void genericAndRawImplementationsAreFound(Class<?> type) {
        assertThat(metadata(type).methods()).isEmpty();
    }

    @Expose
    static class ReadInMemory extends ByteArrayInputStream implements Callable<Integer> {
        ReadInMemory() {
            super(new byte[0]);
        }

        @Override
        public Integer call() {
            return 1;
        }

        public Integer call(int more) {
            return more;
        }
    }

    @Test
    void aReturnTypeOfItsOwnDoesNotHideThatItImplements() {
        assertThat(ExposureReader.read(ReadInMemory.class).requireMethod("call"))
                .singleElement().satisfies(one -> assertThat(one.method().getParameterCount())
                        .isEqualTo(1));
    }

    private static Metadata metadata(Class<?> type) {
        return ExposureReader.read(type).metadata();
    }
}
