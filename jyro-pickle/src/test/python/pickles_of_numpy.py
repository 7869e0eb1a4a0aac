"""Writes what numpy pickles, one line each; src/test/resources/pickles-of-numpy.tsv is the output with numpy 1.26.4 and
with numpy 2.4.6, below a line that says what the columns are."""
import pickle
import numpy as np

VERSION = np.__version__.split(".")[0]
seen = set()


def line(name, value, protocol, *expected):
    data = pickle.dumps(value, protocol)
    if (name, data) not in seen:
        seen.add((name, data))
        print(name, VERSION, protocol, *expected, data.hex(), sep="\t")


def array(name, a, protocols):
    for protocol in protocols:
        line(name, a, protocol, a.dtype.str, ",".join(map(str, a.shape)), a.tobytes().hex())


for code in "?", "i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "u1", "<u2", ">u4", "<u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16":
    array("of_" + np.dtype(code).str, np.array([0, 1, 100]).astype(code), (2, 5) if VERSION == "1" else (0, 2, 4, 5))
for unit in "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "10us", "generic":
    array("time_" + unit, np.array([0, 1, -1]).view("m8" if unit == "generic" else "M8[%s]" % unit), (2, 5))
array("time_big", np.array(["2021-02-03", "NaT"], ">M8[ns]"), (0, 2, 4, 5))
array("length", np.array([5, -1], "m8[s]"), (0, 2, 5))
array("text", np.array(["a", "l\xe4nger", "\U0001f600"]), (0, 2, 3, 4, 5))
array("text_big", np.array(["a", "bc"], ">U4"), (2, 5))
array("bytes", np.array([b"abc", b"\xff"]), (0, 2, 5))
m = np.arange(6.0).reshape(2, 3)
everything = (0, 1, 2, 3, 4, 5)
array("matrix", m, everything)
array("fortran", np.asfortranarray(m), everything)
array("transposed", np.arange(24, dtype="i2").reshape(2, 3, 4).transpose(1, 0, 2), everything)
array("with_gaps", m[:, ::2], (2, 5))
array("backwards", m[::-1], (2, 5))
array("broadcast", np.broadcast_to(np.array([1, 2]), (2, 2)), (2, 5))
array("no_dimensions", np.array(1.5), everything)
array("empty", np.zeros(0), everything)
array("empty_rows", np.zeros((3, 0), "i4"), (2, 5))
array("five", np.arange(4, dtype="u1").reshape(1, 2, 1, 2, 1), (0, 2, 5))
array("of_length_one", np.ones((1, 1, 3), "f4", order="F"), (2, 5))
read_only = np.arange(3)
read_only.flags.writeable = False
array("read_only", read_only, (2, 5))

for s in (np.bool_(True), np.int8(-1), np.int32(5), np.int64(-5), np.int64(2**40), np.uint64(2**64 - 1), np.float16(1.5), np.float32(0.5), np.float64(-0.25),
          np.complex64(1 + 2j), np.complex128(1 - 2j), np.str_("h\xe9"), np.str_(""), np.bytes_(b"x\xff"), np.datetime64("2021-02-03"), np.datetime64("2021-02-03T04:05:06.789"),
          np.datetime64("NaT"), np.timedelta64(90, "m")):
    for protocol in (0, 2, 5):
        line("scalar", s, protocol, "%s %r" % (type(s).__name__, s.item()))
