package io.jyro.serialize;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Dicts with the same keys in the same order have one shape. */
class DictShapeTest {
    private final DictShape empty = DictShape.empty();

    private DictShape shape(String... keys) {
        DictShape shape = empty;
        for (String key : keys) {
            shape = shape.with(key);
        }
        return shape;
    }

    @Test
    void theSameKeysAreOneShapeWhateverCameBetween() {
        DictShape first = shape("id", "name");
        shape("id", "other");
        shape("name", "id");

        DictShape again = shape(new String("id"), new String("name"));

        assertThat(again).isSameAs(first);
        assertThat(again.keys()).isSameAs(first.keys()).containsExactly("id", "name");
    }

    @Test
    void anotherOrderIsAnotherShape() {
        assertThat(shape("a", "b")).isNotSameAs(shape("b", "a"));
        assertThat(shape("b", "a").keys()).containsExactly("b", "a");
    }

    @Test
    void aKeyThatComesTwiceHasNoShape() {
        assertThat(shape("a", "b").with(new String("a"))).isSameAs(DictShape.NONE);
    }

    @Test
    void soManyKeysHaveNoShapeThatLookingThroughThemWouldBeSlow() {
        DictShape shape = empty;
        for (int i = 0; i < DictShape.MOST_KEYS; i++) {
            shape = shape.with("key" + i);
        }

        assertThat(shape.size()).isEqualTo(DictShape.MOST_KEYS);
        assertThat(shape.with("more")).isSameAs(DictShape.NONE);
    }

    @Test
    void everNewKeysFillNoMemoryAndLeaveWhatIsKnown() {
        DictShape known = shape("known");
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            if (empty.with("new" + i) != DictShape.NONE) {
                found++;
            }
        }

        assertThat(found).isLessThan(2_000);
        assertThat(shape("known")).isSameAs(known);
    }

    @Test
    void theKeyThatCameLastIsLikely() {
        DictShape id = shape("id");
        assertThat(empty.likely()).isSameAs(id);

        shape("other");
        assertThat(empty.likely()).isSameAs(shape("other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "say \"hi\"", "back\\slash", "line\nend", "gr\u00fcn", "\0",
            "\u00e9"})
    void aKeyThatIsWrittenInSeveralWaysIsNeverLikely(String key) {
        assertThat(shape(key).keys()).containsExactly(key);
        assertThat(empty.likely()).isNull();
    }

    @Test
    void aKeyIsFoundOnlyWhereAllOfItStands() {
        DictShape id = shape("id");
        byte[] bytes = "-id-".getBytes(StandardCharsets.US_ASCII);

        assertThat(id.endOfKey(bytes, 1, 4)).isEqualTo(3);
        assertThat(id.endOfKey(bytes, 1, 3)).isEqualTo(3);
        assertThat(id.endOfKey(bytes, 1, 2)).isEqualTo(-1);
        assertThat(id.endOfKey(bytes, 2, 4)).isEqualTo(-1);
        assertThat(id.endOfKey(bytes, 5, 4)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "seven77", "eight888", "nine99999", "a key of more than two words"})
    void aKeyOfAnyLengthIsFoundInTheMiddleAndAtTheEndOfWhatWasSent(String key) {
        DictShape shape = shape(key);
        byte[] middle = ("-" + key + "- and more behind").getBytes(StandardCharsets.US_ASCII);
        byte[] last = ("-" + key).getBytes(StandardCharsets.US_ASCII);

        assertThat(shape.endOfKey(middle, 1, middle.length)).isEqualTo(1 + key.length());
        assertThat(shape.endOfKey(last, 1, last.length)).isEqualTo(1 + key.length());
        assertThat(shape.endOfKey(middle, 2, middle.length)).isEqualTo(-1);
        assertThat(shape.endOfKey(last, 1, last.length - 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "seven77", "eight888", "nine99999", "a key of more than two words"})
    void aKeyThatDiffersInOneLetterIsAnother(String key) {
        DictShape shape = shape(key);
        for (int i = 0; i < key.length(); i++) {
            byte[] bytes = (key + " and more behind").getBytes(StandardCharsets.US_ASCII);
            bytes[i] ^= 0x40;

            assertThat(shape.endOfKey(bytes, 0, bytes.length)).isEqualTo(-1);
        }
    }

    @Test
    void anEmptyKeyIsNeverLikely() {
        assertThat(shape("").keys()).containsExactly("");
        assertThat(empty.likely()).isNull();
    }

    @Test
    void aLongKeyIsNotKept() {
        DictShape shape = shape("a".repeat(64));

        assertThat(shape.keys()).hasSize(1);
        assertThat(empty.with("a".repeat(65))).isSameAs(DictShape.NONE);
        assertThat(shape.with("b".repeat(65))).isSameAs(DictShape.NONE);
    }
}
