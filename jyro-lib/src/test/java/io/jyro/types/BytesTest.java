package io.jyro.types;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BytesTest {
    @Test
    void bytesAreGivenBackThemselves() {
        byte[] bytes = {1, 2};

        assertThat(Bytes.of(bytes)).isSameAs(bytes);
    }

    @Test
    void ofABufferTheRemainingBytesAreTakenAndItsPositionStays() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[]{1, 2, 3}).position(1).asReadOnlyBuffer();

        assertThat(Bytes.of(buffer)).containsExactly(2, 3);
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void serpentsDictIsDecoded() {
        assertThat(Bytes.of(Map.of("data", "aGVsbG8A/w==", "encoding", "base64")))
                .containsExactly('h', 'e', 'l', 'l', 'o', 0, 0xff);
    }

    @Test
    void damagedBase64TextIsAnError() {
        assertThatThrownBy(() -> Bytes.of(Map.of("data", "a*b", "encoding", "base64")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not base64 text");
    }

    @Test
    void anythingElseIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> Bytes.of(null)).hasMessageContaining("but got null");
        assertThatThrownBy(() -> Bytes.of(List.of(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but got").hasMessageContaining("List");
        assertThatThrownBy(() -> Bytes.of(Map.of("data", "", "encoding", "hex")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhetherAValueStandsForBytes() {
        assertThat(Bytes.isBytes(new byte[0])).isTrue();
        assertThat(Bytes.isBytes(Map.of("data", "", "encoding", "base64"))).isTrue();
        assertThat(Bytes.isBytes("text")).isFalse();
        assertThat(Bytes.isBytes(null)).isFalse();
    }
}
