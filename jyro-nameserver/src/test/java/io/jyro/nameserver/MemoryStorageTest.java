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
    void listsAreSortedByName() {
        try (Storage storage = newStorage()) {
            for (String name : new String[]{"c", "a", "b"}) {
                storage.put(name, new Registration("PYRO:x@h:1", Set.of()));
            }

            assertThat(storage.all().keySet()).containsExactly("a", "b", "c");
        }
    }
}
