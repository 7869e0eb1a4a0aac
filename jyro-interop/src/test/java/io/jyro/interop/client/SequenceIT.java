package io.jyro.interop.client;

import java.util.List;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceIT {
    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void numbersWrapAfter65535(Protocol protocol) {
        try (ThingDaemon jyro = ThingDaemon.start();
                Proxy proxy = Proxy.builder(jyro.uri("thing")).config(PyroConfig.defaults())
                        .protocol(protocol).build()) {
            for (int i = 1; i <= 65534; i++) {
                proxy.call("__len__");
            }

            assertThat(List.of(proxy.call(int.class, "sequence"),
                    proxy.call(int.class, "sequence"), proxy.call(int.class, "sequence")))
                    .containsExactly(65535, 0, 1);
        }
    }
}
