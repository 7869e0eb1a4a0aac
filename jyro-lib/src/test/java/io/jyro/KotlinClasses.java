package io.jyro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The classes of {@code src/test/kotlin}. */
public final class KotlinClasses extends ClassLoader {
    private KotlinClasses() {
        super(KotlinClasses.class.getClassLoader());
    }

    /** One of them. */
    public static Class<?> named(String name) throws ClassNotFoundException {
        return Class.forName("lab." + name, true, new KotlinClasses());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = "/kotlin/" + name.replace('.', '/') + ".class";
        try (InputStream in = KotlinClasses.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
