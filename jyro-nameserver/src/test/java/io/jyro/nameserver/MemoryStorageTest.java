package io.jyro.nameserver;

import java.util.Set;

import io.jyro.nameserver.Storage.Registration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryStorageTest extends StorageContract {
    @Override
    Storage newStorage() {
        return new MemoryStorage();
    }

    @Test
    void listsKeepTheOrderOfRegistration() {
        try (Storage storage = newStorage()) {
            for (String name : new String[]{"xc", "xa", "b", "xb", "gone"}) {
                storage.put(name, new Registration("PYRO:x@h:1", Set.of()));
            }
            storage.put("xa", new Registration("PYRO:y@h:1", Set.of("tag"))); // does not move it
            storage.replaceMetadata("xc", Set.of("tag"));
            storage.remove("gone");
            storage.remove("xb");
            storage.put("xb", new Registration("PYRO:x@h:1", Set.of("tag")));

            assertThat(storage.all().keySet()).containsExactly("xc", "xa", "b", "xb");
            assertThat(storage.withPrefix("x").keySet()).containsExactly("xc", "xa", "xb");
            assertThat(storage.withAny(Set.of("tag")).keySet()).containsExactly("xc", "xa", "xb");
        }
    }
}
