package io.jyro.nameserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StorageDescriptionTest {
    @Test
    void memoryIsAStore() {
        try (Storage storage = Storage.of("memory")) {
            assertThat(storage).isInstanceOf(MemoryStorage.class);
        }
    }

    @Test
    void anUnknownStoreIsRefusedInPyrosWords() {
        assertThatIllegalArgumentException().isThrownBy(() -> Storage.of("disk"))
                .withMessageStartingWith("invalid storage type 'disk'");
    }

    @Test
    void aFileOfSqliteIsSaidToBeMissing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Storage.of("sql:names.db"))
                .withMessageContaining("not supported yet");
    }

    @Test
    void aFileOfDbmIsSaidToBeMissing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Storage.of("dbm:names"))
                .withMessageContaining("not supported yet");
    }
}
