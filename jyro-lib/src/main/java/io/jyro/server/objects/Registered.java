package io.jyro.server.objects;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Supplier;

import io.jyro.Behavior;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.InstanceMode;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/** A registration under an object id: an object, perhaps held weakly, or a class that instances are created of. */
public sealed interface Registered {
    /** Returns the registration for clients of a dialect; by default, the same for both. */
    default Registered in(Dialect dialect) {
        return this;
    }

    /** Returns the exposed members. */
    ExposedClass exposed();

    /** Returns the object for a call of a client; {@link #served} must be called after the call. */
    Object instanceFor(SessionInstances session, ServedCall call);

    /** Called when a call has ended, with the object of {@link #instanceFor}. */
    default void served(SessionInstances session, Object instance) {}

    /** Returns whether each call has its own object, which is closed with the call. */
    default boolean isOfOneCall() {
        return false;
    }

    /** Returns whether each client has its own object, to which it makes one call at a time. */
    default boolean isOfSession() {
        return false;
    }

    /** Returns the lock that serializes concurrent calls of one client, or null if they may run concurrently. */
    default @Nullable ChainLock turn(SessionInstances session) {
        return null;
    }

    /** Returns the registered objects or the class, except those that are garbage collected. */
    List<Object> subjects();

    /** An object that serves all clients. */
    record Instance(Object object, ExposedClass exposed) implements Registered {
        @Override
        public Object instanceFor(SessionInstances session, ServedCall call) {
            return object;
        }

        @Override
        public List<Object> subjects() {
            return List.of(object);
        }
    }

    /**
     * The daemon's own object. Its exposed members are read when a client first asks for it: few clients do, and
     * reading them takes a tenth of the time to start a daemon.
     */
    final class OfDaemon implements Registered {
        private final Object object;
        private volatile @Nullable ExposedClass exposed;

        OfDaemon(Object object) {
            this.object = object;
        }

        @Override
        public ExposedClass exposed() {
            ExposedClass known = exposed;
            if (known == null) {
                known = ExposureReader.read(object.getClass());
                exposed = known;
            }
            return known;
        }

        @Override
        public Object instanceFor(SessionInstances session, ServedCall call) {
            return object;
        }

        @Override
        public List<Object> subjects() {
            return List.of(object);
        }
    }

    /** An object that is held weakly. */
    record Weak(WeakReference<Object> reference, ExposedClass exposed) implements Registered {
        @Override
        public Object instanceFor(SessionInstances session, ServedCall call) {
            Object object = reference.get();
            if (object == null) {
                throw new DaemonException("the object was registered weakly and is gone: nothing"
                        + " in its program refers to it any more");
            }
            return object;
        }

        @Override
        public List<Object> subjects() {
            Object object = reference.get();
            return object == null ? List.of() : List.of(object);
        }
    }

    /** Two objects, one for clients of each dialect, with the methods that these expect. */
    record ByDialect(Instance v48, Instance v502) implements Registered {
        @Override
        public Registered in(Dialect dialect) {
            return dialect == Dialect.V48 ? v48 : v502;
        }

        @Override
        public ExposedClass exposed() {
            return v502.exposed();
        }

        @Override
        public Object instanceFor(SessionInstances session, ServedCall call) {
            return v502.object();
        }

        @Override
        public List<Object> subjects() {
            return List.of(v48.object(), v502.object());
        }
    }

    /** A class whose instances are created as its {@link Behavior} requires. */
    final class OfClass implements Registered {
        private final Class<?> type;
        private final ExposedClass exposed;
        private final InstanceMode mode;
        private final @Nullable Supplier<?> givenCreator;
        private final Supplier<?> creator;
        private final LazyInstance single;

        /**
         * Creates the registration with the behavior that the class declares.
         *
         * @param givenCreator null to use the creator that the class declares, or its constructor
         * @param single shared by all registrations of the class in the daemon
         * @throws IllegalArgumentException if the class cannot be instantiated
         */
        OfClass(Class<?> type, ExposedClass exposed, @Nullable Supplier<?> givenCreator,
                LazyInstance single) {
            this.type = type;
            this.exposed = exposed;
            Behavior behavior = exposed.behavior();
            mode = behavior == null ? InstanceMode.SESSION : behavior.mode();
            this.givenCreator = givenCreator;
            this.single = single;
            creator = givenCreator != null
                    ? checked(type, givenCreator)
                    : behavior == null || behavior.creator() == Behavior.NoCreator.class
                            ? constructor(type)
                            : checked(type, (Supplier<?>) constructor(behavior.creator()).get());
        }

        /** Returns the same registration with other exposed members. */
        OfClass with(ExposedClass newExposed) {
            return new OfClass(type, newExposed, givenCreator, single);
        }

        @Override
        public ExposedClass exposed() {
            return exposed;
        }

        @Override
        public List<Object> subjects() {
            return List.of(type);
        }

        @Override
        public Object instanceFor(SessionInstances session, ServedCall call) {
            return switch (mode) {
                case SINGLE -> single.get(call, creator);
                case SESSION -> session.enter(type, creator, call);
                case PERCALL -> creator.get();
            };
        }

        @Override
        public void served(SessionInstances session, Object instance) {
            if (mode == InstanceMode.SESSION) {
                session.leave();
            } else if (mode == InstanceMode.PERCALL) {
                session.close(instance);
            }
        }

        @Override
        public boolean isOfOneCall() {
            return mode == InstanceMode.PERCALL;
        }

        @Override
        public boolean isOfSession() {
            return mode == InstanceMode.SESSION;
        }

        @Override
        public @Nullable ChainLock turn(SessionInstances session) {
            return mode == InstanceMode.SESSION ? session.turn(type) : null;
        }

        private static Supplier<Object> checked(Class<?> type, Supplier<?> creator) {
            return () -> {
                Object made = creator.get();
                if (!type.isInstance(made)) {
                    throw PythonErrors
                            .typeError("instance creator returned object of different type");
                }
                return made;
            };
        }

        private static Supplier<Object> constructor(Class<?> type) {
            if (Modifier.isAbstract(type.getModifiers())) {
                throw new IllegalArgumentException("cannot make instances of "
                        + (type.isInterface() ? "the interface " : "the abstract class ")
                        + type.getName()
                        + "; register an object or a class that implements it, or give a creator");
            }
            MethodHandle handle;
            try {
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                handle = MethodHandles.lookup().unreflectConstructor(constructor)
                        .asType(MethodType.methodType(Object.class));
            } catch (NoSuchMethodException | IllegalAccessException
                    | InaccessibleObjectException e) {
                throw new IllegalArgumentException("cannot make instances of " + type.getName()
                        + ": it needs an accessible constructor without parameters, or a creator"
                        + " in @Behavior",
                        e);
            }
            return () -> {
                try {
                    return (Object) handle.invokeExact();
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new PyroException(
                            "making an instance of " + type.getName() + " failed: "
                                    + RemoteText.described(e),
                            e);
                }
            };
        }
    }
}
