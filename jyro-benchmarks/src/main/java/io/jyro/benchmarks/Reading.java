package io.jyro.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.jyro.benchmarks.codec.Values;

/**
 * One record of {@link Values#graph} for contenders with typed messages. In protobuf's language:
 *
 * <pre>
 * message Reading { int32 id = 1; string name = 2; double value = 3; bool ok = 4; Tags tags = 5; sint32 serial = 6; }
 * message Tags { string colour = 1; int32 number = 2; }
 * message Graph { repeated Reading readings = 1; }
 * </pre>
 */
record Reading(int id, String name, double value, boolean ok, Tags tags, int serial) {
    private static final Reading EMPTY = new Reading(0, "", 0, false, new Tags("", 0), 0);

    /** The message of a graph. */
    static final ProtoMessage<List<Reading>> GRAPH = new ProtoMessage<>() {
        @Override
        public int size(List<Reading> readings) {
            int size = 0;
            for (Reading reading : readings) {
                size += nestedSize(1, reading.size());
            }
            return size;
        }

        @Override
        public void write(List<Reading> readings, CodedOutputStream out) throws IOException {
            for (Reading reading : readings) {
                beginNested(1, reading.size(), out);
                reading.write(out);
            }
        }

        @Override
        public List<Reading> read(CodedInputStream in) throws IOException {
            List<Reading> readings = new ArrayList<>();
            for (int tag; (tag = in.readTag()) != 0;) {
                if (tag >>> 3 == 1) {
                    int limit = in.pushLimit(in.readRawVarint32());
                    readings.add(Reading.read(in));
                    in.popLimit(limit);
                } else {
                    in.skipField(tag);
                }
            }
            return readings;
        }
    };

    record Tags(String colour, int number) {}

    /** Returns the graph of {@link Values#graph}. */
    static List<Reading> graph() {
        return Values.graph().stream().map(record -> of((Map<?, ?>) record)).toList();
    }

    private static Reading of(Map<?, ?> record) {
        List<?> tags = (List<?>) record.get("tags");
        return new Reading((int) record.get("id"), (String) record.get("name"),
                (double) record.get("value"), (boolean) record.get("ok"),
                new Tags((String) tags.get(0), (int) tags.get(1)), (int) record.get("serial"));
    }

    private int size() {
        return CodedOutputStream.computeInt32Size(1, id)
                + CodedOutputStream.computeStringSize(2, name)
                + CodedOutputStream.computeDoubleSize(3, value)
                + CodedOutputStream.computeBoolSize(4, ok)
                + nestedSize(5, tagsSize())
                + CodedOutputStream.computeSInt32Size(6, serial);
    }

    private int tagsSize() {
        return CodedOutputStream.computeStringSize(1, tags.colour)
                + CodedOutputStream.computeInt32Size(2, tags.number);
    }

    private void write(CodedOutputStream out) throws IOException {
        out.writeInt32(1, id);
        out.writeString(2, name);
        out.writeDouble(3, value);
        out.writeBool(4, ok);
        beginNested(5, tagsSize(), out);
        out.writeString(1, tags.colour);
        out.writeInt32(2, tags.number);
        out.writeSInt32(6, serial);
    }

    private static Reading read(CodedInputStream in) throws IOException {
        int id = EMPTY.id;
        String name = EMPTY.name;
        double value = EMPTY.value;
        boolean ok = EMPTY.ok;
        Tags tags = EMPTY.tags;
        int serial = EMPTY.serial;
        for (int tag; (tag = in.readTag()) != 0;) {
            switch (tag >>> 3) {
                case 1 -> id = in.readInt32();
                case 2 -> name = in.readStringRequireUtf8();
                case 3 -> value = in.readDouble();
                case 4 -> ok = in.readBool();
                case 5 -> {
                    int limit = in.pushLimit(in.readRawVarint32());
                    tags = readTags(in);
                    in.popLimit(limit);
                }
                case 6 -> serial = in.readSInt32();
                default -> in.skipField(tag);
            }
        }
        return new Reading(id, name, value, ok, tags, serial);
    }

    private static Tags readTags(CodedInputStream in) throws IOException {
        String colour = EMPTY.tags.colour;
        int number = EMPTY.tags.number;
        for (int tag; (tag = in.readTag()) != 0;) {
            switch (tag >>> 3) {
                case 1 -> colour = in.readStringRequireUtf8();
                case 2 -> number = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        return new Tags(colour, number);
    }

    private static int nestedSize(int field, int size) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    private static void beginNested(int field, int size, CodedOutputStream out)
            throws IOException {
        out.writeTag(field, 2); // length-delimited
        out.writeUInt32NoTag(size);
    }
}
