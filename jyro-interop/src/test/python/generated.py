"""Values of every kind that a Python program may try to send, from a seed.

A kind has a name and makes values; some are carried by every serializer, some by none, some only where they cannot be
keys. The same seed gives the same values.
"""
import array
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import math
import operator
import pathlib
import random
import re
import struct
import sys
import types
import uuid

import peer

Point = collections.namedtuple("Point", "x y")


class Colour(enum.Enum):
    RED = 1
    GREEN = "green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Access(enum.Flag):
    READ = 1
    WRITE = 2


class Chair(object):
    def __init__(self, legs):
        self.legs = legs


class Slotted(object):
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


class Stateful(object):
    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return {"state": self.state}

    def __setstate__(self, state):
        self.__dict__.update(state)


@dataclasses.dataclass
class Reading(object):
    at: str
    celsius: float


class GardenError(Exception):
    pass


class OwnText(str):
    pass


class OwnInt(int):
    pass


class OwnFloat(float):
    pass


class OwnList(list):
    pass


class OwnDict(dict):
    pass


class OwnBytes(bytes):
    pass


def deep(levels, wrap, core=1):
    return functools.reduce(lambda inner, _: wrap(inner), range(levels), core)


# Large or deep enough by themselves, so no parts of others.
LARGE = re.compile(".*(, long|, wide|every int|thousands of|[0-9]{3} )")


# Two of these differ in Python whatever is in them. In Java they do not, so a dict with two such keys is another.
DISTINCT = re.compile("object|instance|exception|proxy|complex, strange|float, not a number")


class Generator(object):
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.text_of = [self.letters, self.quotes, self.controls, self.latin, self.bmp, self.astral, self.escapes]
        self.kinds = dict(self._kinds())

    def make(self, kind):
        return self.kinds[kind]()

    def nested(self, kinds, keys, depth=0):
        """A nested value with leaves and keys of the kinds that are given."""
        shape = self.random.randrange(6)
        if depth and shape < 3 or depth > 6:
            return self.make(self.random.choice(kinds))
        size = self.random.choice((0, 1, 1, 2, 3, 5, 12)) >> (depth // 2)
        members = [self.nested(kinds, keys, depth + 1) for _ in range(size)]
        if shape % 3 == 0 and keys:
            return {self.make(self.random.choice(keys)): member for member in members}
        return tuple(members) if shape % 3 == 1 and "tuple" in kinds else members

    # Text

    def characters(self, low, high, length=None):
        length = self.random.randrange(12) if length is None else length
        return "".join(chr(self.random.randrange(low, high)) for _ in range(length))

    def letters(self):
        return self.characters(97, 123)

    def quotes(self):
        return "".join(self.random.choice("'\"\\ab#,:{}()[]%") for _ in range(self.random.randrange(12)))

    def controls(self):
        return self.characters(0, 33) + self.characters(127, 0xa1, 3)

    def latin(self):
        return self.characters(0xa0, 0x250)

    def bmp(self):
        return self.characters(0x250, 0xd800) + self.characters(0xe000, 0x10000, 3)

    def astral(self):
        return self.characters(0x10000, 0x110000)

    def surrogate(self):
        return self.letters() + self.characters(0xd800, 0xe000,
                                                1) + self.random.choice(("", self.letters(), self.astral()))

    def surrogates(self):
        """Two halves in order are one character to Java and to UTF-16, to Python they are two."""
        return "\ud83d" + "\ude00"

    def escapes(self):
        return self.random.choice(("\\n", "\\u0041", "\\x00", "\\'", "\\", "\\\\'", "\n\\", "\ufeff",
                                   "\u2028\u2029\x85",
                                   "\xad\u200b", "\x7f\x80\x9f", "\ufffe\uffff", "\udbff"[:0] + "\U0010ffff"))

    def text(self):
        return self.random.choice(self.text_of)()

    # Numbers

    def int64(self):
        return self.random.choice((2 ** 31, 2 ** 63, 2 ** 64, 2 ** 32, 2 ** 15, 2 ** 30)) * self.random.choice((1,
                                                                                                                -1)) \
            + self.random.randrange(-2, 3)

    def digits(self, low, high):
        count = self.random.randrange(low, high)
        number = self.random.randrange(10 ** (count - 1), 10 ** count)
        return number if self.random.randrange(2) else -number

    def float(self):
        number = struct.unpack("<d", self.random.getrandbits(64).to_bytes(8, "little"))[0]
        return number if math.isfinite(number) else 0.1

    def denormal(self):
        return struct.unpack("<d", self.random.getrandbits(self.random.randrange(1, 53)).to_bytes(8, "little"))[0]

    def round_float(self):
        return self.random.choice((0.0, 1.0, 0.1, 1e15, 1e16, 1e17, 1e22, 1e23, 1e-4, 1e-5, 5e-324, sys.float_info.max,
                                   sys.float_info.min, 9007199254740993.0, 1 / 3, -1e100, 123456789.125, 1e7, 1e-3))

    # Times

    def datetime(self, zone=None):
        return datetime.datetime(self.random.randrange(1971, 2037), self.random.randrange(1, 13),
                                 self.random.randrange(1, 29), self.random.randrange(24), self.random.randrange(60),
                                 self.random.randrange(60), self.random.choice((0, 1, 789, 500000,
                                                                                999999)), tzinfo=zone)

    def zone(self):
        return datetime.timezone(datetime.timedelta(minutes=self.random.randrange(-18 * 60, 18 * 60 + 1)))

    def date(self):
        return datetime.date.fromordinal(self.random.randrange(1, datetime.date.max.toordinal() + 1))

    def time(self, zone=None):
        return self.datetime(zone).timetz()

    def timedelta(self):
        return datetime.timedelta(self.random.randrange(-1000, 1000), self.random.randrange(86400),
                                  self.random.choice((0, 1, 500000)))

    # Keys and containers

    def plain(self):
        return self.random.choice((self.letters, self.int64, self.round_float, self.latin, lambda: None,
                                   lambda: True))()

    def plain_list(self):
        return [self.plain() for _ in range(self.random.randrange(5))]

    def key(self):
        return self.random.choice((self.letters, self.latin, lambda: self.random.randrange(100)))()

    def plain_dict(self):
        return {self.letters(): self.plain() for _ in range(self.random.randrange(5))}

    def keyed(self, make):
        return {make(): self.plain() for _ in range(self.random.randrange(1, 4))}

    def array(self, code):
        if code in "fd":
            return array.array(code, [self.random.choice((0.0, -0.0, 1.5, math.inf, math.nan, 1e30)) for _ in range(3)])
        bits = 8 * array.array(code).itemsize
        low, high = (0, 2 ** bits) if code.isupper() else (-2 ** (bits - 1), 2 ** (bits - 1))
        some = [self.random.randrange(low, high) for _ in range(self.random.randrange(3))]
        return array.array(code, [low, high - 1] + some)

    def itself(self, container, add):
        add(container)
        return container

    def error(self, error, **attributes):
        error.__dict__.update(attributes)
        return error

    def uri(self):
        return self.random.choice(("PYRO:object@localhost:9", "PYRO:obj_1@[::1]:55", "PYRO:object@./u:/tmp/socket",
                                   "PYRONAME:some.name", "PYRONAME:some.name@host:77", "PYROMETA:a,b",
                                   "PYROMETA:tag@host:77"))

    def _kinds(self):
        pick = self.random.choice
        yield "None", lambda: None
        yield "bool", lambda: pick((True, False))
        yield "int", lambda: self.random.randrange(-300, 300)
        yield "int of 64 bits and about", self.int64
        yield "int of many digits", lambda: self.digits(20, 300)
        yield "int of thousands of digits", lambda: self.digits(4000, 4301)
        yield "int of too many digits", lambda: self.digits(4301, 5001)
        yield "float", self.float
        yield "float, round", self.round_float
        yield "float, denormal", self.denormal
        yield "float, minus zero", lambda: -0.0
        yield "float, infinite", lambda: pick((math.inf, -math.inf))
        yield "float, not a number", lambda: math.nan
        yield "complex", lambda: complex(self.round_float(), self.float())
        yield "complex, strange", lambda: complex(pick((math.inf, -0.0, math.nan)), pick((-math.inf, -0.0, math.nan)))
        for text in self.text_of:
            yield "str of " + text.__name__, text
        yield "str, long", lambda: self.text() * 3000
        yield "str, half a character", self.surrogate
        yield "str, two halves", self.surrogates
        yield "bytes", lambda: self.random.randbytes(self.random.randrange(20))
        yield "bytes, long", lambda: self.random.randbytes(70000)
        yield "bytearray", lambda: bytearray(self.random.randbytes(self.random.randrange(20)))
        yield "memoryview", lambda: memoryview(self.random.randbytes(self.random.randrange(20)))
        for code in "bBhHiIlLqQfd":
            yield "array of " + code, functools.partial(self.array, code)
        yield "array of u", lambda: array.array("u", self.latin())
        yield "list", self.plain_list
        yield "list, wide", lambda: list(range(5000))
        yield "list of every int", lambda: [sign * ((1 << i) + d) for i in range(100) for d in (-1, 0,
                                                                                                1) for sign in (1, -1)]
        yield "tuple", lambda: tuple(self.plain_list())
        yield "set", lambda: set(self.plain_list()) | {1}
        yield "set, empty", set
        yield "frozenset", lambda: frozenset(self.plain_list())
        yield "set of two nan", lambda: {float("nan"), float("nan")}
        yield "set of equal numbers", lambda: {pick((1, True, 1.0)), pick((0, False, -0.0))}
        yield "dict", self.plain_dict
        yield "dict, wide", lambda: {"key%d" % i: i for i in range(3000)}
        for name, make in (("int", lambda: self.random.randrange(-5, 500)), ("int64", self.int64),
                           ("bool", lambda: True),
                           ("None", lambda: None), ("float", self.round_float), ("minus zero", lambda: -0.0),
                           ("nan", lambda: float("nan")), ("infinity", lambda: math.inf),
                           ("complex", lambda: complex(1, self.round_float())), ("bytes",
                                                                                 lambda: self.random.randbytes(3)),
                           ("tuple", lambda: tuple(self.plain_list())), ("frozenset",
                                                                         lambda: frozenset((1, self.key()))),
                           ("huge int", lambda: self.digits(20, 100)), ("date", self.date), ("datetime", self.datetime),
                           ("uuid", self.uuid), ("Decimal", lambda: decimal.Decimal(self.random.randrange(99)) / 10),
                           ("enum", lambda: Colour.RED), ("text of any kind", self.text), ("half a character",
                                                                                           self.surrogate),
                           ("mixed", self.key), ("long text", lambda: self.letters() * 100), ("named tuple",
                                                                                              lambda: Point(1, 2))):
            yield "dict by " + name, functools.partial(self.keyed, make)
        yield "dict by 1 and '1'", lambda: {1: "number", "1": "text"}
        yield "dict with a class", lambda: {"__class__": "garden.Chair", "legs": 4}
        yield "dict with a class that is no text", lambda: {"__class__": pick((None, 5, ["x"]))}
        yield "dict with a builtin class", lambda: {"__class__": pick(("int", "dict", "builtins.object", "os.system"))}
        yield "dict with the class of an exception", lambda: {
            "__class__": pick(("ValueError", "builtins.KeyError",
                               "exceptions.OSError")), "__exception__": True, "args": ("x", 5),
            "attributes": {"extra": 1}}
        yield "dict with the class of an unknown exception", lambda: {
            "__class__": "garden.GardenError", "__exception__": True, "args": ("x",), "attributes": {}}
        yield "dict with the class of a broken exception", lambda: {
            "__class__": "ValueError", "__exception__": True, "args": pick((None, 5, [1])), "attributes": pick((None,
                                                                                                                {}))}
        yield "dict with the class float", lambda: {"__class__": "float", "value": pick(("nan", "inf", "x"))}
        yield "dict with the class float of a plain number", lambda: {"__class__": "float", "value": "1.5"}
        yield "dict of base64", lambda: {"data": "YWJj", "encoding": "base64"}
        yield "datetime", self.datetime
        yield "datetime of another age", lambda: pick((datetime.datetime.min, datetime.datetime.max,
                                                       datetime.datetime(1900, 1, 1),
                                                       datetime.datetime(1969, 12, 31, 23, 59, 59, 999999)))
        yield "datetime of the second hour", lambda: self.datetime().replace(fold=1)
        yield "datetime in a zone", lambda: self.datetime(self.zone())
        yield "datetime in UTC", lambda: self.datetime(datetime.timezone.utc)
        yield "datetime in a zone far off", lambda: self.datetime(datetime.timezone(datetime.timedelta(hours=20)))
        yield "datetime in a zone of seconds", lambda: self.datetime(
            datetime.timezone(datetime.timedelta(seconds=3601)))
        yield "datetime in a zone with a name", lambda: self.datetime(datetime.timezone(datetime.timedelta(hours=1),
                                                                                        "XYZ"))
        yield "date", self.date
        yield "date at the ends", lambda: pick((datetime.date.min, datetime.date.max))
        yield "time", self.time
        yield "time in a zone", lambda: self.time(self.zone())
        yield "timedelta", self.timedelta
        yield "timedelta at the ends", lambda: pick((datetime.timedelta.min, datetime.timedelta.max,
                                                    datetime.timedelta.resolution))
        yield "timezone", self.zone
        yield "Decimal", lambda: decimal.Decimal((self.random.randrange(2), (self.random.randrange(10), 1, 0),
                                                  self.random.randrange(-20, 20)))
        yield "Decimal, strange", lambda: decimal.Decimal(pick(("nan", "-inf", "-0", "0E-10", "1E+1000")))
        yield "Decimal, signaling", lambda: decimal.Decimal("sNaN")
        yield "Fraction", lambda: fractions.Fraction(self.random.randrange(-99, 99), self.random.randrange(1, 99))
        yield "UUID", self.uuid
        yield "path", lambda: pathlib.PurePosixPath("/a/b")
        yield "range", lambda: range(1, 10, 3)
        yield "slice", lambda: slice(1, None, 2)
        yield "Ellipsis", lambda: ...
        yield "NotImplemented", lambda: NotImplemented
        yield "generator", lambda: (i for i in range(3))
        yield "iterator", lambda: iter([1, 2])
        yield "map", lambda: map(str, [1])
        yield "keys of a dict", lambda: self.plain_dict().keys()
        yield "values of a dict", lambda: self.plain_dict().values()
        yield "items of a dict", lambda: self.plain_dict().items()
        yield "deque", lambda: collections.deque(self.plain_list())
        yield "deque with a limit", lambda: collections.deque([1, 2], 7)
        yield "OrderedDict", lambda: collections.OrderedDict(self.plain_dict())
        yield "defaultdict", lambda: collections.defaultdict(pick((int, list, None)), self.plain_dict())
        yield "Counter", lambda: collections.Counter(self.letters())
        yield "ChainMap", lambda: collections.ChainMap({"a": 1}, {"b": 2})
        yield "mapping proxy", lambda: types.MappingProxyType({"a": 1})
        yield "namespace", lambda: types.SimpleNamespace(a=1)
        yield "named tuple", lambda: Point(self.key(), self.key())
        yield "enum", lambda: pick((Colour.RED, Colour.GREEN))
        yield "IntEnum", lambda: Level.HIGH
        yield "Flag", lambda: Access.READ | Access.WRITE
        yield "own str", lambda: OwnText(self.text())
        yield "own int", lambda: OwnInt(self.int64())
        yield "own float", lambda: OwnFloat(self.round_float())
        yield "own list", lambda: OwnList(self.plain_list())
        yield "own dict", lambda: OwnDict(self.plain_dict())
        yield "own bytes", lambda: OwnBytes(b"own")
        yield "instance", lambda: Chair(self.plain())
        yield "instance with slots", lambda: Slotted(1, [2])
        yield "instance with a state", lambda: Stateful(self.plain())
        yield "instance of a dataclass", lambda: Reading("attic", self.round_float())
        yield "object", object
        yield "class", lambda: pick((int, Chair, ValueError))
        yield "function", lambda: deep
        yield "lambda", lambda: eval("lambda x: x + 1", {"__name__": "garden"})
        yield "builtin function", lambda: pick((len, math.sin))
        yield "bound method", lambda: [1].append
        yield "partial", lambda: functools.partial(operator.add, 1)
        yield "module", lambda: math
        yield "code", lambda: deep.__code__
        yield "exception", lambda: pick((ValueError, KeyError, OSError, ZeroDivisionError))(*self.plain_list())
        yield "exception of two words", lambda: pick((FileNotFoundError(2, "not there", "name"), UnicodeError("x"),
                                                     StopIteration(5), KeyboardInterrupt(), SystemExit(3)))
        yield "exception with arguments of its own", lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
        yield "exception with attributes", lambda: self.error(ValueError("x"), extra=self.plain(), more=[1])
        yield "exception of an unknown class", lambda: self.error(GardenError("too wet", 5), bed=3)
        yield "exception of Pyro", lambda: pick((
            peer.errors.NamingError, peer.errors.DaemonError, peer.errors.SecurityError, peer.errors.SerializeError,
            peer.errors.CommunicationError, peer.errors.TimeoutError))("text")
        yield "exception of communication with several arguments", lambda: pick((
            peer.errors.CommunicationError, peer.errors.TimeoutError, peer.errors.ConnectionClosedError))("text", 1)
        yield "exception of Pyro with several arguments", lambda: pick((
            peer.errors.NamingError, peer.errors.DaemonError, peer.errors.SecurityError,
            peer.errors.SerializeError))("text", 1)
        yield "exception in an exception", lambda: ValueError("outer", KeyError("inner"))
        yield "uri", lambda: peer.URI(self.uri())
        yield "proxy", lambda: peer.Proxy(self.uri())
        yield "list in a list in a list", lambda: deep(50, lambda inner: [inner])
        for levels in 190, 199, 200, 201, 260, 400:
            yield "%d lists" % levels, lambda levels=levels: deep(levels - 1, lambda inner: [inner], [])
        yield "150 dicts", lambda: deep(150, lambda inner: {"k": inner})
        yield "150 tuples", lambda: deep(150, lambda inner: (inner,))
        yield "260 dicts", lambda: deep(260, lambda inner: {"k": inner})
        yield "260 tuples", lambda: deep(260, lambda inner: (inner,))
        yield "list in itself", lambda: self.itself([1], lambda own: own.append(own))
        yield "dict in itself", lambda: self.itself({}, lambda own: own.update(own=own))

    def uuid(self):
        return uuid.UUID(int=self.random.getrandbits(128))
